"""The page that shows what our tools give, in clients that show pages (MCP Apps, SEP-1865): pictures, tables, charts,
maps, cards, forms to go on with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from mcp_types import ReadResourceResult, TextResourceContents

from wainao.features.tools.mcp.surfaces import MEDIA_TYPE
from wainao.kernel import Spec
from wainao.types import Json

URI = "ui://wainao/shown"
"""One page for all tools: it shows whatever came by what it is."""


def shown_by(spec: Spec) -> Json:
    """What a tool says of its page, for `_meta`. What no request in words chooses is not for looking at."""
    return {"ui": {"resourceUri": URI}} if spec.tool else {}


def page() -> ReadResourceResult:
    """The page, as it was built: the same for everybody, so reading it is no call."""
    meta = {"ui": {"prefersBorder": True}}
    contents = TextResourceContents(uri=URI, mime_type=MEDIA_TYPE, text=_html(), _meta=meta)
    return ReadResourceResult(contents=[contents])


@cache
def _html() -> str:
    return (files("wainao.app") / "static" / "shown.html").read_text(encoding="utf-8")
