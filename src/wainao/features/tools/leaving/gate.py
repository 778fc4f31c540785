"""Before a read that a machine chose goes out: may what it carries be told there, or does a person have to say so?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wainao.features.tools.leaving.disclosing import Disclose, DiscloseInput
from wainao.features.tools.leaving.trail import INSIDE, Trail
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Call
from wainao.store.egress import origin
from wainao.types import Words

RECKONS = frozenset({"calc", "units", "dates", "times", "calendar", "currency", "texts", "charts"})
"""Tools that give what they make of their input, and have nothing of their own to tell."""

_PAGE = re.compile(r'\{"url":"([^"\\]+)"')
_KNOWN = Words("发往 {host} 的都是请求里说的或公开的", "what goes to {host} was said in the request, or is public")
_TRUSTED = Words("管理员信任 {host}", "an administrator trusts {host}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """What a call is about to send: `arguments` of its tool, which fit `schema`, to `url`. With `lets_in`, a credential
    of the actor goes with it, so that what comes back is not for everybody."""

    url: str
    arguments: Any
    schema: Mapping[str, Any] = field(default_factory=dict)
    lets_in: bool = False

    @property
    def host(self) -> str:
        """As the outbound client reads it."""
        return urlsplit(origin(self.url)).hostname or ""


class Leaving:
    """Knows what each conversation of this process was told, and by whom.

    A machine's call that belongs to none was chosen elsewhere, by somebody whose reading nobody here saw: it names no
    address that an administrator does not trust.
    """

    def __init__(self, settings: ToolsSettings) -> None:
        self._inside = frozenset(map(origin, (*settings.private, *settings.intranet)))
        self._trusted = frozenset(host.lower() for host in settings.trusted)
        self._searches_inside = bool(settings.search_url) and self.is_inside(settings.search_url)
        self._trails: dict[str, Trail] = {}

    @contextmanager
    def trail(self, call: Call, said: str) -> Iterator[Trail]:
        """What `call` and those that it makes are told; `said` is the request, unless a machine wrote that, too."""
        self._trails[call.id] = trail = Trail(said="" if call.tainted else said)
        try:
            yield trail
        finally:
            del self._trails[call.id]

    def heard(self, trail: Trail, tool: str, text: str) -> None:
        """A tool said `text` in that conversation."""
        whose: str | None = tool.partition(":")[0]
        if whose == "web":
            whose = self._whose_page(text)
        elif whose in RECKONS:
            whose = None if trail.read else ""  # it may have been told a secret
        elif tool in trail.open:
            whose = ""
        if whose is not None:
            trail.heard(tool, text, whose=whose)

    def _whose_page(self, text: str) -> str | None:
        """Of a page, or what a search found; None for our own words about one that could not be read."""
        if text.startswith('{"results":'):
            return INSIDE if self._searches_inside else ""
        if not text.startswith('{"url":'):
            return None
        page = _PAGE.match(text)
        return INSIDE if page is None or self.is_inside(page[1]) else ""

    def is_inside(self, url: str) -> bool:
        """Whether that is a place of the firm's own."""
        return origin(url) in self._inside

    async def address(self, call: Call, url: str) -> bool:
        """Let the page at `url` be asked for, or ask; whether it may lead on to any other place.

        One that a machine made up for a place that is trusted may not: what it carries would be led along.
        """
        if not call.tainted:
            return True
        departure, trail = Departure(url=url, arguments=url), self._of(call)
        if self._is_let(call, departure):
            return False
        await self._let(call, departure, trail, is_known=trail.may_visit(url))
        return True

    async def values(self, call: Call, departure: Departure) -> None:
        """Let what a read tells a service go, or ask. What does more than read was asked about before."""
        if not call.tainted or call.spec.risk != "read" or self._is_let(call, departure):
            return
        trail, kind = self._of(call), call.spec.name.partition(":")[0]
        is_known = trail.may_tell(kind, departure.arguments, departure.schema)
        await self._let(call, departure, trail, is_known=is_known)
        is_open = is_known and not departure.lets_in
        (trail.open.add if is_open else trail.open.discard)(call.spec.name)

    def _is_let(self, call: Call, departure: Departure) -> bool:
        """Whether a machine may tell it anything: it is one of the firm's own places, or the settings trust it."""
        if self.is_inside(departure.url):
            return True
        host = departure.host
        is_trusted = any(_covers(pattern, host) for pattern in self._trusted)
        if is_trusted:
            call.noted("leaving", "trust", _TRUSTED.filled(host=host))
        return is_trusted

    async def _let(self, call: Call, departure: Departure, trail: Trail, *, is_known: bool) -> None:
        if is_known:
            trail.unasked += bool(trail.read)
            call.noted("leaving", "allow", _KNOWN.filled(host=departure.host))
            return
        asked = DiscloseInput(
            tool=call.spec.name, host=departure.host, sends=departure.arguments, read=tuple(dict.fromkeys(trail.read))
        )
        await call.run(Disclose.spec.name, asked, tainted=True)

    def _of(self, call: Call) -> Trail:
        draft = call.draft
        return self._trails.get(draft.parent or "") or self._trails.get(draft.root) or Trail(said="")


def _covers(pattern: str, host: str) -> bool:
    return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))
