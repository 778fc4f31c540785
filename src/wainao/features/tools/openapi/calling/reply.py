"""A reply becomes what the tool gave: `incoming`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from wainao.features.tools.charsets import charset
from wainao.features.tools.openapi.calling.shortening import MAX_CHARACTERS, cut, shortened
from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool, ToolFile, ToolOutput

_JSON = re.compile(r"application/json|text/json|[\w.+-]+/[\w.-]+\+json", re.ASCII)
_TEXT = re.compile(
    r"text/.*|application/(?:xml|yaml|x-yaml|x-ndjson|jsonl|javascript|graphql|x-www-form-urlencoded)|.*\+(?:xml|yaml)"
)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_NAME = re.compile(r"filename\*\s*=\s*[\w-]*'[\w-]*'([^;]+)|filename\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))", re.IGNORECASE)
_LAST = "[DONE]"
"""How some streams of events say that they are over."""
_NOT_DONE = 300
"""Replies of this status and higher do not bring what was asked for."""


def incoming(tool: Tool, status: int, headers: Mapping[str, str], body: bytes) -> ToolOutput:
    """What the reply brings: `text` for a model, at most about 12,000 characters; `data` the whole, where it is JSON.

    `headers` are in lower case. What is neither JSON nor text is in `files`, and so are pages, which have a look of
    their own, and texts of which `text` is a part: whoever called keeps `body` under the digest there. A status of 300
    or more is a failure of the tool.
    """
    failed = status >= _NOT_DONE
    kind = headers.get("content-type", "")
    media_type = kind.partition(";")[0].strip().lower()
    if not body:
        return ToolOutput(text=f"HTTP {status}", failed=failed, status=status)
    data = _data(media_type, body)
    if data is not msgspec.UNSET:
        return ToolOutput(text=_told(status, shortened(data)), data=data, failed=failed, status=status)
    text = _decoded(media_type, kind, body)
    file = _file(tool, media_type, headers, body)
    if text is not None:
        shown = plain(text, limit=MAX_CHARACTERS) if media_type == "text/html" else cut(text)
        whole = () if shown == text else (file,)
        return ToolOutput(text=_told(status, shown), failed=failed, status=status, files=whole)
    shown = f"{file.name or tool.name}: {file.media_type}, {file.size:,} bytes, {file.digest}"
    return ToolOutput(text=_told(status, shown), failed=failed, status=status, files=(file,))


def gathered(tool: Tool, status: int, headers: Mapping[str, str], body: bytes, pieces: Sequence[str]) -> ToolOutput:
    """What a reply brings that came in `pieces`: `data` is a list of them, where each is JSON; `body` is all of it."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    told = [piece for piece in pieces if piece != _LAST]
    data = [_data("application/json", piece.encode("utf-8", "replace")) for piece in told]
    is_json = bool(data) and msgspec.UNSET not in data
    text = "\n".join(told)
    shown = shortened(data) if is_json else cut(text)
    whole = () if is_json or shown == text else (_file(tool, media_type, headers, body),)
    return ToolOutput(text=shown, data=data if is_json else None, status=status, files=whole)


def _told(status: int, text: str) -> str:
    return text if status < _NOT_DONE else f"HTTP {status}: {text}"


def _data(media_type: str, body: bytes) -> Any:
    """The body as JSON, also where its type does not say so; UNSET where it is not."""
    if not _JSON.fullmatch(media_type) and not (media_type in ("", "text/plain") and body.lstrip()[:1] in (b"{", b"[")):
        return msgspec.UNSET
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return msgspec.UNSET


def _decoded(media_type: str, kind: str, body: bytes) -> str | None:
    """The body as text; None where it is none."""
    said = _CHARSET.search(kind)
    if not (said or _TEXT.fullmatch(media_type) or _JSON.fullmatch(media_type) or not media_type):
        return None
    try:
        return body.decode((said and charset(said[1])) or "utf-8", "replace" if media_type else "strict")
    except (LookupError, UnicodeDecodeError):
        return body.decode("utf-8", "replace") if media_type else None


def _file(tool: Tool, media_type: str, headers: Mapping[str, str], body: bytes) -> ToolFile:
    said = _NAME.search(headers.get("content-disposition", ""))
    name = re.split(r"[/\\]", unquote(next(filter(None, said.groups()), "")) if said else "")[-1]
    return ToolFile(
        digest=hashlib.sha256(body).hexdigest(),
        media_type=media_type or "application/octet-stream",
        size=len(body),
        name=plain(name, limit=120),
    )
