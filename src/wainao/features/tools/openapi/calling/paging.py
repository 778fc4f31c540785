"""Where a result goes on: the arguments of the next page, never an address that a reply names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import msgspec

from wainao.features.tools.openapi.how import how_of
from wainao.features.tools.types import Tool

_NEXT_LINK = re.compile(r"<([^<>]*)>\s*;[^,<]*\brel\s*=\s*\"?next\b", re.IGNORECASE)
_CURSORS = (
    "next_cursor",
    "nextcursor",
    "next_page_token",
    "nextpagetoken",
    "next_token",
    "nexttoken",
    "continuation_token",
)
_LINKS = ("next", "next_url", "next_page_url", "@odata.nextLink", "nextLink")
_HOLDERS = ("", "meta", "pagination", "paging", "page", "links", "_links", "response_metadata", "cursors")
_CURSOR_PARAMETERS = frozenset(
    ("cursor", "page_token", "next_token", "starting_after", "after", "continuation_token", "next_page_token")
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def following(
    tool: Tool, arguments: Mapping[str, Any], url: str, headers: Mapping[str, str], data: Any
) -> dict[str, Any] | None:
    """The arguments that ask for the next page of a result; None where there is none, or none that we can ask for.

    Looks for a link with rel="next" (RFC 8288) in the headers, then for the usual cursors and links in `data`. `url` is
    what was asked. Of a link only the values of the tool's own query parameters are taken, and only where it leads to
    the same host and path: nothing in a reply says where a call goes.
    """
    asked = {one.name: one for one in how_of(tool).parameters if one.place == "query"}
    said = _NEXT_LINK.search(headers.get("link", ""))
    link = said[1] if said else _found(data, _LINKS)
    linked = _of_link(link, url) if isinstance(link, str) and link else {}
    read = {
        one.argument: _typed(linked[name], tool.input["properties"][one.argument])
        for name, one in asked.items()
        if name in linked
    }
    changed = {name: value for name, value in read.items() if value is not msgspec.UNSET}
    cursor = _found(data, _CURSORS)
    if not changed and isinstance(cursor, str | int) and cursor not in ("", False):
        changed = {one.argument: cursor for name, one in asked.items() if _snake(name) in _CURSOR_PARAMETERS}
    after = {**arguments, **changed}
    return after if after != dict(arguments) else None


def _of_link(link: str, url: str) -> dict[str, str]:
    """What the query of a link that leads to where `url` does says otherwise than `url`."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, link))
    except ValueError:
        return {}
    if (here.scheme, here.netloc, here.path) != (there.scheme, there.netloc, there.path):
        return {}
    asked = parse_qs(here.query)
    return {name: values[-1] for name, values in parse_qs(there.query).items() if values != asked.get(name)}


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    """A value of a query as the argument takes it; UNSET where it takes lists or objects."""
    kinds = schema.get("type", "string")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if kinds & {"integer", "number"} and text.isdecimal() and len(text) < 19:
        return int(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    return msgspec.UNSET if kinds & {"array", "object"} else text


def _found(data: Any, names: tuple[str, ...]) -> Any:
    """The first of these fields, at the top or in one of the usual places below."""
    for holder in _HOLDERS:
        part = data if not holder else data.get(holder) if isinstance(data, dict) else None
        for name, value in part.items() if isinstance(part, dict) else ():
            if (name in names or _snake(name) in names) and value is not None:
                return value.get("href") if isinstance(value, dict) else value
    return None


def _snake(name: str) -> str:
    return _CAMEL.sub("_", name).lower().replace("-", "_")
