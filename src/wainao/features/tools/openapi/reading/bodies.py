"""The body of a request: which of its media types is sent, and the arguments it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wainao.features.tools.openapi.document.references import References
from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.how import FILE_FORMAT, Body, Field, Form, Style
from wainao.features.tools.openapi.reading.arguments import Arguments
from wainao.features.tools.openapi.reading.operations import Operation
from wainao.features.tools.openapi.schema.flatten import Fields, examples_in, fields_of

_FORMS: tuple[Form, ...] = ("json", "form", "multipart", "text", "file")
"""The forms of a body, the best first: what can be checked and shown before what is only bytes."""

_WITH_BODY = frozenset(("POST", "PUT", "PATCH"))
_BODY_STYLES: tuple[Style, ...] = ("form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject")
_YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")
_TEXTS = ("application/xml", *_YAML, "application/graphql", "application/x-ndjson")
_BINARY = "application/octet-stream"
_FILE = {"type": "string", "format": FILE_FORMAT, "pattern": "^[0-9a-f]{64}$"}


def read_body(operation: Operation, arguments: Arguments, references: References) -> Body | None:
    """Add the arguments for the body, if the operation has one. Raises BrokenReferenceError."""
    body = references.follow(operation.raw.get("requestBody"))
    content = object_in(object_in(body).get("content"))
    if not content:
        return None  # what has no media type cannot be sent
    media_type, form, media = _chosen(content, references)
    required = body.get("required", operation.method in _WITH_BODY) is True
    fields = fields_of(media.get("schema"), references) if form in ("json", "form", "multipart") else None
    if fields is None:
        whole = _put_whole(form, media, body.get("description"), arguments)
        arguments.required += [whole] if required else []
        return Body(media_type=media_type, form=form, required=required, whole=whole)
    reader = _Fields(form=form, encodings=object_in(media.get("encoding")), arguments=arguments, references=references)
    listed = reader.put(fields, required=required)
    _show(listed, fields, examples_in(media), arguments)
    return Body(media_type=media_type, form=form, required=required, fields=listed, rest=fields.rest is not False)


def _chosen(content: Mapping[str, Any], references: References) -> tuple[str, Form, Mapping[str, Any]]:
    """The media type that is sent; of several of one form, the first."""
    known = []
    for name, raw in content.items():
        media = object_in(references.follow(raw))
        known.append((*_form(str(name), references.follow(media.get("schema"))), media))
    return min(known, key=lambda one: _FORMS.index(one[1]))


def _form(media_type: str, schema: Any) -> tuple[str, Form]:
    """A media type that can be sent, without its parameters, and how such a body is made."""
    name = media_type.partition(";")[0].strip().lower()
    if name in ("application/json", "text/json") or name.endswith("+json") or name == "application/*":
        return ("application/json" if "*" in name else name), "json"
    if name == "application/x-www-form-urlencoded":
        return name, "form"
    if name.startswith("multipart/"):
        return "multipart/form-data", "multipart"
    kind = object_in(schema).get("type")
    if name == "*/*" and kind not in (None, "string"):
        return "application/json", "json"
    if name in _YAML and kind not in (None, "string"):
        return name, "json"  # which is YAML, too
    if name.startswith("text/") or name in _TEXTS or name.endswith(("+xml", "+yaml")):
        return ("text/plain" if "*" in name else name), "text"
    return (_BINARY if "*" in name or "/" not in name else name), "file"


def _put_whole(form: Form, media: Mapping[str, Any], words: Any, arguments: Arguments) -> str:
    """A body that is one argument."""
    if form == "file":
        return arguments.put("file", "body", dict(_FILE), description=words)
    schema = {"type": "string"} if form == "text" else media.get("schema", {})
    whole = arguments.add("body", "body", schema, description=words)
    if examples := examples_in(media):
        arguments.example[whole] = examples[0]
    return whole


def _show(listed: Sequence[Field], fields: Fields, examples: Sequence[Any], arguments: Arguments) -> None:
    """Take the first example of the whole body apart."""
    known = {field.name: field.argument for field in listed if not field.file}
    example: Mapping[str, Any] = next((one for one in (*examples, *fields.examples) if isinstance(one, dict)), {})
    for name, value in example.items():
        if name in known or fields.rest is not False:
            arguments.example[known.get(name, name)] = value


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fields:
    """Puts the fields of a body among the arguments."""

    form: Form
    encodings: Mapping[str, Any]
    arguments: Arguments
    references: References

    def put(self, fields: Fields, *, required: bool) -> tuple[Field, ...]:
        sent = {name: raw for name, raw in fields.properties.items() if not self.arguments.schemas.is_left_out(raw)}
        listed = tuple(self._field(name, raw) for name, raw in sent.items())
        if required:
            self.arguments.required += [field.argument for field in listed if field.name in fields.required]
        if fields.rest is not False:
            self.arguments.rest = self.arguments.schemas.convert(fields.rest, self.arguments.links)
        return listed

    def _field(self, name: str, raw: Any) -> Field:
        if self.form == "json":
            return Field(argument=self.arguments.add(name, "body", raw), name=name)
        encoding = object_in(self.encodings.get(name))
        media_type, explode = encoding.get("contentType"), encoding.get("explode")
        media_type = media_type.partition(",")[0].strip() if isinstance(media_type, str) else ""
        file = self.form == "multipart" and self._is_file(raw, media_type)
        style: Style | None = next((one for one in _BODY_STYLES if one == encoding.get("style")), None)
        return Field(
            argument=self._put_file(name, raw) if file else self.arguments.add(name, "body", raw),
            name=name,
            style=style,
            explode=explode if isinstance(explode, bool) else style in (None, "form", "deepObject"),
            media_type="" if "*" in media_type else media_type,
            file=file,
        )

    def _is_file(self, raw: Any, media_type: str) -> bool:
        """Whether a part is bytes, or several of its kind are."""
        schema = object_in(self.references.follow(raw))
        if schema.get("type") == "array":
            schema = object_in(self.references.follow(schema.get("items")))
        if schema.get("format") == "binary" or ("contentMediaType" in schema and "contentEncoding" not in schema):
            return True
        return "type" not in schema and bool(media_type) and not media_type.startswith(("text/", "application/json"))

    def _put_file(self, name: str, raw: Any) -> str:
        schema = object_in(self.references.follow(raw))
        made = {"type": "array", "items": _FILE} if schema.get("type") == "array" else dict(_FILE)
        return self.arguments.put(name, "body", made, description=schema.get("description"))
