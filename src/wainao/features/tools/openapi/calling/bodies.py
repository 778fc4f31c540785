"""The bytes of a body: JSON, forms, several parts, a text or a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from wainao.features.tools.openapi.calling.outgoing import SentFile
from wainao.features.tools.openapi.calling.styles import in_query, joined
from wainao.features.tools.openapi.calling.text import as_text
from wainao.features.tools.openapi.errors import ArgumentError
from wainao.features.tools.openapi.how import Body, Field

Files = Mapping[str, SentFile]
"""Kept files by their SHA-256."""

_MEDIA_TYPE = re.compile(r"[\w.+!#$&^-]{1,80}/[\w.+!#$&^-]{1,80}(?:; ?charset=[\w-]{1,20})?", re.ASCII)
_LINE = {ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"}
"""How browsers write a quotation mark and line ends within a name."""


def body_of(
    body: Body, arguments: Mapping[str, Any], rest: Mapping[str, Any], files: Files
) -> tuple[str, bytes] | None:
    """The content type and the bytes; None where no argument belongs to the body.

    `rest` are the arguments that belong nowhere else. Raises ArgumentError for a file that is not there.
    """
    if body.whole:
        return _whole(body, arguments[body.whole], files) if body.whole in arguments else None
    given = [(field, arguments[field.argument]) for field in body.fields if field.argument in arguments]
    if body.rest:
        known = {field.name for field, _ in given}
        given += [(Field(argument=name, name=name), value) for name, value in rest.items() if name not in known]
    if not given and not body.required:
        return None
    match body.form:
        case "form":
            return body.media_type, joined(_form(given)).encode("ascii")
        case "multipart":
            return _multipart(list(_parts(given, files)))
    return body.media_type, msgspec.json.encode({field.name: value for field, value in given})


def _whole(body: Body, value: Any, files: Files) -> tuple[str, bytes]:
    match body.form:
        case "json":
            return body.media_type, msgspec.json.encode(value)
        case "text":
            return f"{body.media_type}; charset=utf-8", as_text(value).encode("utf-8", "replace")
        case "file":
            return body.media_type, _file(value, files).data
    pairs = value.items() if isinstance(value, dict) else [("body", value)]
    given = [(Field(argument=name, name=name), one) for name, one in pairs]
    return (
        (body.media_type, joined(_form(given)).encode("ascii"))
        if body.form == "form"
        else _multipart([*_parts(given, files)])
    )


def _form(given: list[tuple[Field, Any]]) -> Iterator[tuple[str, str]]:
    """The pairs of a form. An object without a style of its own is one text of JSON."""
    for field, value in given:
        if field.media_type or (isinstance(value, dict) and field.style is None):
            value = as_text(value)
        yield from in_query(field.name, value, field.style or "form", explode=field.explode)


def _parts(given: list[tuple[Field, Any]], files: Files) -> Iterator[tuple[str, bytes]]:
    """The head and the content of each part; a list is several parts of one name."""
    for field, value in given:
        for one in value if isinstance(value, list) else [value]:
            yield _part(field, one, files)


def _part(field: Field, value: Any, files: Files) -> tuple[str, bytes]:
    name = field.name.translate(_LINE)
    if field.file:
        file = _file(value, files)
        media_type = field.media_type or file.media_type
        if not _MEDIA_TYPE.fullmatch(media_type):
            media_type = "application/octet-stream"
        return f'name="{name}"; filename="{file.name.translate(_LINE)}"\r\ncontent-type: {media_type}', file.data
    media_type = field.media_type or ("application/json" if isinstance(value, dict | list) else "")
    said = f"\r\ncontent-type: {media_type}" if _MEDIA_TYPE.fullmatch(media_type) else ""
    return f'name="{name}"{said}', as_text(value).encode("utf-8", "replace")


def _multipart(parts: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The parts between lines that cannot stand within them: who would write one has to know its own digest."""
    digest = hashlib.sha256()
    for head, content in parts:
        digest.update(head.encode("utf-8", "replace") + b"\0" + content + b"\0")
    boundary = digest.hexdigest()[:48]
    lines = bytearray()
    for head, content in parts:
        lines += f"--{boundary}\r\ncontent-disposition: form-data; {head}\r\n\r\n".encode("utf-8", "replace")
        lines += content + b"\r\n"
    lines += f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", bytes(lines)


def _file(digest: Any, files: Files) -> SentFile:
    if digest not in files:
        raise ArgumentError(
            f"There is no kept file {digest!r:.80}. Expected the SHA-256 of a file that was kept. Send the file first."
        )
    return files[digest]
