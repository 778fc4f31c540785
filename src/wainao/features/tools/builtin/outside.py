"""The way out for the built-in tools: to public pages, or to the services that the settings name."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.tools.charsets import charset
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import EngineError
from wainao.store.egress import Egress, Limits, Routes, origin

HOPS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """`url` is where it came from in the end; `charset` as its server said, if that is one."""

    url: str
    media_type: str
    charset: str
    content: bytes


class Outside:
    def __init__(self, settings: ToolsSettings) -> None:
        self._limits = Limits(total_s=settings.timeout_s, max_bytes=settings.max_bytes)
        intranet = frozenset(origin(place) for place in settings.intranet)
        self._pages = Routes(configured=intranet, public=None if settings.web else frozenset())
        trusted = None if "*" in settings.trusted else frozenset(settings.trusted)
        self._trusted = Routes(configured=intranet, public=trusted if settings.web else frozenset())

    async def page(self, url: str, *, leads_on: bool = True) -> Page:
        """From where pages may be read; any other private address is refused at every step.

        Unless it `leads_on`, it is read only where the settings trust its host, and so is what it leads to. Raises
        UsageError, DeniedError and EngineError.
        """
        return await self._got(url, self._pages if leads_on else self._trusted)

    async def get(self, url: str) -> Page:
        """From the origin of `url`, which the settings name, wherever that is. Raises as `page` does."""
        return await self._got(url, Routes(configured=frozenset({origin(url)})))

    async def _got(self, url: str, routes: Routes) -> Page:
        egress = Egress(routes, limits=self._limits)
        headers = {"accept": "text/html, application/json, text/plain, */*;q=0.5", "user-agent": "Wainao"}
        try:
            async with egress.send("GET", url, headers=headers, redirects=HOPS) as reply:
                if reply.status != 200:
                    raise EngineError(
                        f"{reply.url!r} answered {reply.status}. Expected 200 and a page. Check the address, or try "
                        "later."
                    )
                return _page(reply.url, reply.headers.get("content-type", ""), await reply.read())
        finally:
            egress.close()


def _page(url: str, told: str, content: bytes) -> Page:
    media_type, _, rest = told.partition(";")
    said = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return Page(url=url, media_type=media_type.strip().lower(), charset=charset(said), content=content)
