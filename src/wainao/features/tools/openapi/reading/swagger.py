"""Swagger 2.0 in the words of OpenAPI 3.1, where the two differ in more than their schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wainao.features.tools.openapi.document.shape import list_in, object_in

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "csv": {"style": None, "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "tsv": {"style": "tabDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"style": "form", "explode": True},
}
_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}
_NOT_SCHEMA = frozenset(("in", "name", "required", "collectionFormat", "allowEmptyValue"))
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

Follow = Callable[[Any], Any]


def servers(document: Mapping[str, Any], source: str) -> list[dict[str, Any]]:
    """`host`, `basePath` and `schemes` as Server Objects; without a host, that of `source`."""
    host, base = document.get("host"), document.get("basePath")
    path = "/" + base.strip("/") if isinstance(base, str) else ""
    if not isinstance(host, str) or not host:
        return [{"url": path or "/"}]
    schemes = [one for one in _texts(document.get("schemes")) if one in ("http", "https")]
    default = source.partition(":")[0] if source.startswith(("http:", "https:")) else "https"
    return [{"url": f"{scheme}://{host}{path}"} for scheme in schemes or [default]]


def scheme(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A Security Scheme Object."""
    match raw.get("type"):
        case "basic":
            return {**raw, "type": "http", "scheme": "basic"}
        case "oauth2":
            kept = {name: raw[name] for name in ("authorizationUrl", "tokenUrl", "scopes") if name in raw}
            flow = str(raw.get("flow"))
            return {"type": "oauth2", "flows": {_FLOWS.get(flow, flow): kept}, **_words(raw)}
    return dict(raw)


def operation(
    raw: Mapping[str, Any], parameters: Sequence[Any], document: Mapping[str, Any], follow: Follow
) -> dict[str, Any]:
    """An operation with its body apart from its `parameters`, which have been followed already."""
    consumes = _texts(raw.get("consumes", document.get("consumes")))
    produces = _texts(raw.get("produces", document.get("produces"))) or ["application/json"]
    fields = [one for one in parameters if one.get("in") == "formData"]
    whole = next((one for one in parameters if one.get("in") == "body"), None)
    rest = [_parameter(one) for one in parameters if one.get("in") not in ("body", "formData")]
    made = {**raw, "parameters": rest, "responses": _responses(raw.get("responses"), produces, follow)}
    if whole is not None:
        made["requestBody"] = _body(whole, consumes or ["application/json"])
    elif fields:
        made["requestBody"] = _form(fields, consumes)
    return made


def _parameter(raw: Mapping[str, Any]) -> dict[str, Any]:
    beside = {name: raw[name] for name in ("in", "name", "required", "description", "allowEmptyValue") if name in raw}
    return {**beside, "schema": _schema(raw), **_style(raw)}


def _schema(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in _NOT_SCHEMA}


def _style(raw: Mapping[str, Any]) -> dict[str, Any]:
    if raw.get("type") != "array":
        return {}
    given = _STYLES.get(str(raw.get("collectionFormat", "csv")), _STYLES["csv"])
    return {name: value for name, value in given.items() if value is not None}


def _body(raw: Mapping[str, Any], consumes: Sequence[str]) -> dict[str, Any]:
    kinds = [one for one in consumes if one not in _FORMS] or ["application/json"]
    content = {kind: {"schema": raw.get("schema", {})} for kind in kinds}
    return {"content": content, "required": raw.get("required") is True, **_words(raw)}


def _form(fields: Sequence[Mapping[str, Any]], consumes: Sequence[str]) -> dict[str, Any]:
    files = any(one.get("type") == "file" for one in fields)
    kind = _FORMS[1] if files or (_FORMS[0] not in consumes and _FORMS[1] in consumes) else _FORMS[0]
    schema = {
        "type": "object",
        "properties": {str(one.get("name")): _field(one) for one in fields},
        "required": [str(one.get("name")) for one in fields if one.get("required") is True],
    }
    styles = {str(one.get("name")): _style(one) for one in fields}
    encoding = {
        name: style if style.get("style") else {"style": "form", **style} for name, style in styles.items() if style
    }
    return {"content": {kind: {"schema": schema, "encoding": encoding}}, "required": bool(schema["required"])}


def _field(raw: Mapping[str, Any]) -> dict[str, Any]:
    schema = _schema(raw)
    return {**schema, "type": "string", "format": "binary"} if raw.get("type") == "file" else schema


def _responses(raw: Any, produces: Sequence[str], follow: Follow) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for status, response in object_in(raw).items():
        found = follow(response)
        if isinstance(found, dict) and "schema" in found:
            made[status] = {**found, "content": {kind: {"schema": found["schema"]} for kind in produces}}
        else:
            made[status] = found
    return made


def _words(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": raw["description"]} if "description" in raw else {}


def _texts(value: Any) -> list[str]:
    return [one for one in list_in(value) if isinstance(one, str)]
