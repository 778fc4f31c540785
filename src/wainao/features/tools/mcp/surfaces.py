"""Pages that a server brings to show what its tools give (MCP Apps, SEP-1865): taken in with the tools, and kept."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Any, Literal

from mcp import Client, MCPError
from mcp_types import BlobResourceContents, ReadResourceResult
from mcp_types import Tool as Listed

from wainao.features.tools.types import Surface
from wainao.kernel import UsageError

EXTENSION = "io.modelcontextprotocol/ui"
MEDIA_TYPE = "text/html;profile=mcp-app"
OURS = {"mimeTypes": [MEDIA_TYPE]}
"""What we say of ourselves, so that a server brings its pages."""

MOST_SURFACES = 64
MOST_BYTES = 2 * 1024 * 1024
"""Of one page: it is whole in itself, with its script and pictures."""


def surface_of(listed: Listed) -> str:
    """The address of the page that shows what a tool gives; "" for none."""
    meta = listed.meta or {}
    uri = _ui(meta).get("resourceUri") or meta.get("ui/resourceUri")
    return uri if isinstance(uri, str) and uri.startswith("ui://") else ""


def is_for(listed: Listed, whom: Literal["model", "app"]) -> bool:
    """Whether a tool is for models, or for pages ("app"): for both, unless it says otherwise."""
    seen_by = _ui(listed.meta or {}).get("visibility")
    return not isinstance(seen_by, list) or whom in seen_by


async def surfaces(server: Client, uris: Iterable[str]) -> tuple[dict[str, Surface], list[str]]:
    """The pages by their addresses, and what is to be said of those that could not be taken in, or will lack something.

    A tool whose page is missing is shown without one.
    """
    pages: dict[str, Surface] = {}
    warnings: list[str] = []
    for uri in dict.fromkeys(uris):
        try:
            if len(pages) >= MOST_SURFACES:
                raise UsageError(f"there are more than {MOST_SURFACES}")
            told = await server.read_resource(uri)
            pages[uri] = _surface(uri, told)
        except (MCPError, UsageError) as error:
            warnings.append(f"The page {uri!r:.200} is not taken in: {error}.")
            continue
        warnings += _lacking(uri, told)
    return pages, warnings


def _surface(uri: str, told: ReadResourceResult) -> Surface:
    """Raises UsageError for what is no page."""
    page = next((one for one in told.contents if one.uri == uri), None)
    if page is None or "".join((page.mime_type or "").split()).lower() != MEDIA_TYPE:
        raise UsageError(f"it is {page and page.mime_type!r}, and no {MEDIA_TYPE!r}")
    try:
        html = base64.b64decode(page.blob).decode() if isinstance(page, BlobResourceContents) else page.text
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UsageError(f"it is no UTF-8 ({error})") from None
    content = html.encode(errors="replace")
    if len(content) > MOST_BYTES:
        raise UsageError(f"it has {len(content)} bytes, more than {MOST_BYTES}")
    border = _ui(page.meta or {}).get("prefersBorder")
    return Surface(
        uri=uri,
        digest=hashlib.sha256(content).hexdigest(),
        html=content.decode(),
        border=border if isinstance(border, bool) else None,
    )


def _lacking(uri: str, told: ReadResourceResult) -> list[str]:
    """What a page asks for that none gets here: places to reach, a camera."""
    wants = {name for page in told.contents for name in ("csp", "permissions") if _ui(page.meta or {}).get(name)}
    if not wants:
        return []
    return [f"The page {uri!r:.200} asks for {' and '.join(sorted(wants))}. It is shown without: no page reaches out."]


def _ui(meta: Any) -> dict[str, Any]:
    told = meta.get("ui")
    return told if isinstance(told, dict) else {}
