"""What comes back: its schema where it is JSON, and what to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wainao.features.tools.openapi.document.references import BrokenReferenceError, References
from wainao.features.tools.openapi.schema.convert import Schemas

_MAX_BYTES = 16 * 1024
"""Of a tool's output schema. It helps to read a result and checks nothing, so that it may stop early."""

WHERE_TO_LOOK = frozenset(("location", "operation-location", "azure-asyncoperation"))
"""Headers that say where work is told of that goes on."""

_MEDIA_TYPE = "abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/*"
_MAX_ACCEPTED = 6


def read_output(responses: Any, references: References, schemas: Schemas) -> tuple[dict[str, Any] | None, str, str]:
    """The schema of a success as JSON, None where it is not known; the `accept` header; a problem or ""."""
    try:
        content = _content(responses, references)
        return _schema(content, schemas), _accept(content), ""
    except BrokenReferenceError as error:
        return None, "*/*", f"what it gives is not known: {error}"


def read_lasting(responses: Any, references: References) -> bool:
    """Whether the operation may answer that its work goes on, and where to look for it."""
    try:
        accepted = references.follow(responses.get("202")) if isinstance(responses, dict) else None
    except BrokenReferenceError:
        return False
    headers = accepted.get("headers") if isinstance(accepted, dict) else None
    return isinstance(headers, dict) and any(str(name).lower() in WHERE_TO_LOOK for name in headers)


def _content(responses: Any, references: References) -> dict[str, Any]:
    """The media types of the first success that has some, in lower case."""
    for status in _successes(responses):
        response = references.follow(responses[status])
        content = response.get("content") if isinstance(response, dict) else None
        if isinstance(content, dict) and content:
            return {
                str(name).partition(";")[0].strip().lower(): references.follow(one) for name, one in content.items()
            }
    return {}


def _successes(responses: Any) -> Iterator[str]:
    if isinstance(responses, dict):
        yield from sorted(status for status in responses if status.startswith("2"))
        yield from (status for status in ("default",) if status in responses)


def _schema(content: Mapping[str, Any], schemas: Schemas) -> dict[str, Any] | None:
    media = next((one for name, one in content.items() if _is_json(name)), None)
    if not isinstance(media, dict) or not isinstance(media.get("schema"), dict):
        return None
    links: set[str] = set()
    schema = schemas.convert(media["schema"], links)
    definitions = schemas.definitions(links, max_bytes=_MAX_BYTES)
    if not isinstance(schema, dict) or not schema:
        return None
    return schema | {"$defs": definitions} if definitions else schema


def _accept(content: Mapping[str, Any]) -> str:
    names = sorted((name for name in content if _is_media_type(name)), key=lambda name: not _is_json(name))
    return ", ".join([*names[:_MAX_ACCEPTED], "*/*;q=0.1"]) if names and "*/*" not in names[:1] else "*/*"


def _is_media_type(name: str) -> bool:
    return name.count("/") == 1 and len(name) < 100 and set(name) <= set(_MEDIA_TYPE)


def _is_json(name: str) -> bool:
    return name.endswith(("/json", "+json")) or name == "*/*"
