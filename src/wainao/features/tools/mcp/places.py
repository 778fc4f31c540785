"""Where a server of tools is, and a session with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import httpx2
from mcp import Client, MCPError
from mcp.client import Transport
from mcp.client.auth.utils import extract_resource_metadata_from_www_auth, extract_scope_from_www_auth
from mcp.client.extension import advertise
from mcp.client.streamable_http import streamable_http_client
from mcp_types import REQUEST_TIMEOUT, Implementation

from wainao.features.tools.mcp.asking import Asks
from wainao.features.tools.mcp.errors import ServerError, SignInError
from wainao.features.tools.mcp.pipes import piped
from wainao.features.tools.mcp.programs import Program
from wainao.features.tools.mcp.surfaces import EXTENSION, OURS
from wainao.features.tools.mcp.transport import EgressTransport
from wainao.kernel import TimedOutError, WainaoError
from wainao.store.egress import Egress, Limits

US = Implementation(name="wainao", title="Wainao 外脑", version=version("wainao"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Remote:
    """A server at an address, reached through `egress`. `headers` let us in."""

    url: str
    egress: Egress
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Place = Remote | Program


@asynccontextmanager
async def opened(place: Place, *, asks: Asks | None = None, limits: Limits | None = None) -> AsyncIterator[Client]:
    """A session with the server, in the newest version of the protocol that both speak.

    `asks` answers what the server asks back; without it, it may ask nothing. `limits` bound each exchange with it.

    Raises ServerError, TimedOutError, SignInError, ProgramError, and what `egress` raises.
    """
    limits = limits or Limits()
    asks = asks or Asks()
    failures: list[httpx2.Response] = []
    with in_our_words(place, asks, failures):
        async with Client(
            _transport(place, limits, failures),
            client_info=US,
            read_timeout_seconds=limits.total_s,
            cache=None,
            sampling_callback=asks.sampling,
            elicitation_callback=asks.elicitation,
            extensions=[advertise(EXTENSION, OURS)],
        ) as client:
            # The SDK would match every result with the server's own patterns, one of which could hold us up for ever.
            setattr(client.session, "validate_tool_result", _as_it_is)  # noqa: B010  # mypy takes no other way
            yield client


@contextmanager
def in_our_words(place: Place, asks: Asks, failures: Sequence[httpx2.Response] = ()) -> Iterator[None]:
    """Whatever is raised inside, as an error of ours. `failures` are the answers that let nobody in."""
    try:
        yield
    except BaseException as error:
        told = _told(error, place, asks, failures)
        if told is error:
            raise
        raise told from error


async def _as_it_is(name: str, result: Any) -> None:
    """Every result is good: what comes out of it is data, whatever its server's schema says."""


def _transport(place: Place, limits: Limits, failures: list[httpx2.Response]) -> Transport:
    if isinstance(place, Program):
        return piped(place, max_bytes=limits.max_bytes)
    return _over_http(place, limits, failures)


@asynccontextmanager
async def _over_http(place: Remote, limits: Limits, failures: list[httpx2.Response]) -> AsyncIterator[Any]:
    async def note(response: httpx2.Response) -> None:
        if response.status_code >= 400:
            failures.append(response)

    async with (
        httpx2.AsyncClient(
            transport=EgressTransport(place.egress, limits=limits),
            headers=dict(place.headers),
            timeout=None,  # each exchange has the limits of egress
            trust_env=False,
            event_hooks={"response": [note]},
        ) as http,
        streamable_http_client(place.url, http_client=http, max_sse_event_size=limits.max_bytes) as streams,
    ):
        yield streams


def _told(error: BaseException, place: Place, asks: Asks, failures: Sequence[httpx2.Response]) -> BaseException:
    """What went wrong, in our words: the SDK's own come in groups, as those of a task that ran beside others."""
    if asks.failure is not None:
        return asks.failure
    causes = list(_leaves(error))
    for cause in causes:
        if isinstance(cause, WainaoError):
            return cause
    if not isinstance(error, Exception | BaseExceptionGroup) or not all(isinstance(one, Exception) for one in causes):
        return error  # it was cancelled, or the process is to end
    where = place.name if isinstance(place, Program) else place.url.partition("?")[0]
    if refused := [failure for failure in failures if failure.status_code in (401, 403)]:
        return _refused(where, refused[-1])
    said = "; ".join(dict.fromkeys(_said(cause) for cause in causes))
    if any(isinstance(cause, TimeoutError) or _is_timeout(cause) for cause in causes):
        return TimedOutError(f"The server {where!r} did not answer in time: {said}. Try again, or allow it more time.")
    return ServerError(
        f"The server {where!r} failed: {said}. Expected an answer of the Model Context Protocol. Check that it runs, "
        "and that this is its address."
    )


def _refused(where: str, reply: httpx2.Response) -> SignInError:
    scope = extract_scope_from_www_auth(reply) or ""
    more = f" It wants these scopes: wainao tools sign-in … --scope {scope!r:.200}." if scope else ""
    return SignInError(
        f"The server {where!r} does not let us in ({reply.status_code}). Give it a credential, or sign in to it.{more}",
        scope=scope,
        metadata=extract_resource_metadata_from_www_auth(reply) or "",
    )


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _is_timeout(error: BaseException) -> bool:
    return isinstance(error, MCPError) and error.code == REQUEST_TIMEOUT


def _said(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:300]
