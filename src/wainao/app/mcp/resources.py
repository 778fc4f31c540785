"""Addresses as resources: what a feature lets be read where a client reads things, not only by a model's choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, ReadResourceResult, ResourceTemplate, TextResourceContents
from mcp_types import Resource as Listed

from wainao.app.mcp.callers import Caller
from wainao.app.mcp.listing import gives_bytes
from wainao.app.mcp.results import contents
from wainao.app.mcp.shown import URI, page
from wainao.app.wire import plain, read_input, to_json
from wainao.kernel import Kernel, Spec, WainaoError
from wainao.store.extension import Resource

JSON = "application/json"

_FIELD = re.compile(r"\{(\w+)\}")


class Resources:
    """Those that features bring, as one caller sees them."""

    def __init__(self, kernel: Kernel, brought: Iterable[Resource], caller: Caller) -> None:
        self._kernel = kernel
        # An address with less to fill in is meant before one that could be read the same way.
        self._brought = sorted(brought, key=lambda one: (len(fields_of(one.address)), one.address))
        self._caller = caller

    def listed(self) -> list[Listed]:
        """Those with an address of their own."""
        return [
            Listed(
                name=one.capability,
                title=self._caller.title(spec.title),
                description=self._caller.words(spec.description),
                uri=one.address,
                mime_type=_media_type(spec),
            )
            for one, spec in self._seen()
            if not fields_of(one.address)
        ]

    def templates(self) -> list[ResourceTemplate]:
        """Those whose address has something to be filled in."""
        return [
            ResourceTemplate(
                name=one.capability,
                title=self._caller.title(spec.title),
                description=self._caller.words(spec.description),
                uri_template=one.address,
                mime_type=_media_type(spec),
            )
            for one, spec in self._seen()
            if fields_of(one.address)
        ]

    def spec_of(self, template: str) -> Spec | None:
        """What reads such an address, if this caller may read it."""
        return next((spec for one, spec in self._seen() if one.address == template), None)

    async def read(self, uri: str) -> ReadResourceResult:
        """A call like any other, so it has a receipt, too. Raises MCPError for what is not there or not to be seen."""
        if uri == URI:
            return page()
        one, given = self._found(uri)
        try:
            spec = self._kernel.spec(one.capability, self._caller.actor)
            input = read_input(spec, given, text=True)
            outcome = await self._kernel.run(spec.name, input, actor=self._caller.actor, tainted=True)
        except WainaoError as error:
            raise missing(uri, str(error)) from error
        output = outcome.output
        if gives_bytes(output):
            return ReadResourceResult(contents=[contents(uri, output.media_type, output.content)])
        text = to_json(plain(output)).decode()
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=JSON, text=text)])

    def _seen(self) -> Iterator[tuple[Resource, Spec]]:
        specs = {spec.name: spec for spec in self._kernel.specs(self._caller.actor)}
        return ((one, specs[one.capability]) for one in self._brought if one.capability in specs)

    def _found(self, uri: str) -> tuple[Resource, Mapping[str, str]]:
        for one in self._brought:
            if found := _pattern(one.address).fullmatch(uri):
                return one, {name: unquote(value) for name, value in found.groupdict().items()}
        known = ", ".join(one.address for one in self._brought) or "none"
        raise missing(uri, f"Expected one of: {known}.")


def fields_of(address: str) -> list[str]:
    """What is to be filled in, in order.

    >>> fields_of("wainao://receipts/{receipt}")
    ['receipt']
    """
    return _FIELD.findall(address)


@lru_cache(maxsize=256)
def _pattern(address: str) -> re.Pattern[str]:
    """Each field is one segment of the address: no step out of it, and no part of another one."""
    parts = _FIELD.split(address)
    return re.compile("".join(f"(?P<{part}>[^/?#]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


def _media_type(spec: Spec) -> str | None:
    return None if gives_bytes(spec.output) else JSON


def missing(uri: str, why: str) -> MCPError:
    return MCPError(INVALID_PARAMS, f"There is no resource {uri!r} to be read. {why}", {"uri": uri})
