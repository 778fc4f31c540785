"""Files among what a server gives: pictures, sounds, whatever is bytes, and pages, each in place of its own bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any
from urllib.parse import unquote, urlsplit

from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import ToolFile

Contents = list[tuple[ToolFile, bytes]]

MOST = 100
"""Of one result; what comes after stays in it as it came."""
PAGES = frozenset(("text/html", "application/xhtml+xml", "image/svg+xml"))
"""Texts that have a look of their own."""
MOST_WORDS = 4_000
"""Characters of what stands on a page."""


def without_files(told: dict[str, Any]) -> tuple[dict[str, Any], Contents]:
    """A result of the protocol in which the digest of each file stands for its bytes, and those files."""
    found: Contents = []

    def block(one: Any) -> Any:
        if not isinstance(one, dict) or len(found) >= MOST:
            return one
        if isinstance(one.get("resource"), dict):
            return {**one, "resource": _taken(one["resource"], found)}
        return _taken(one, found)

    lists = {name: [block(one) for one in told[name]] for name in _LISTS if isinstance(told.get(name), list)}
    return {**told, **lists}, found


_LISTS = ("content", "contents")
"""Where a result has its blocks: of a tool, of a resource that was read."""


def _taken(block: dict[str, Any], found: Contents) -> dict[str, Any]:
    media_type = str(block.get("mimeType") or "application/octet-stream").partition(";")[0].strip().lower()
    for field in ("data", "blob"):
        if isinstance(block.get(field), str):
            try:
                data = base64.b64decode(block[field], validate=True)
            except (binascii.Error, ValueError):
                return block
            return _in_place(block, field, media_type, data, found)
    if media_type in PAGES and isinstance(block.get("text"), str):
        return _in_place(block, "text", media_type, block["text"].encode("utf-8", "replace"), found)
    return block


def _in_place(block: dict[str, Any], field: str, media_type: str, data: bytes, found: Contents) -> dict[str, Any]:
    """The block with a digest for its bytes; of a page, its words stay."""
    found.append(as_file(data, media_type, name=unquote(urlsplit(str(block.get("uri", ""))).path).rpartition("/")[2]))
    file, _ = found[-1]
    words = {"text": plain(block["text"], limit=MOST_WORDS)} if field == "text" else {}
    rest = {key: value for key, value in block.items() if key != field}
    return {**rest, **words, "digest": file.digest, "size": file.size}


def as_file(data: bytes, media_type: str, *, name: str = "") -> tuple[ToolFile, bytes]:
    digest = hashlib.sha256(data).hexdigest()
    return ToolFile(digest=digest, media_type=media_type, size=len(data), name=plain(name, limit=120)), data
