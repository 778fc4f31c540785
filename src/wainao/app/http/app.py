"""The server as one ASGI app: its routes, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

import wainao
from wainao.app.http.calls import Calls
from wainao.app.http.errors import HANDLERS
from wainao.app.http.gate import Gate, is_loopback
from wainao.app.http.gateway import Gateway
from wainao.app.http.headers import SecurityHeaders
from wainao.app.http.limits import BodyLimit
from wainao.app.http.mcp import PATH as MCP
from wainao.app.http.mcp import Mcp
from wainao.app.http.metrics import PATH as METRICS
from wainao.app.http.metrics import MetricsPage
from wainao.app.http.openapi import document
from wainao.app.http.protected import Protected
from wainao.app.http.sessions import SessionGate, gate_for
from wainao.app.http.sign_in import SignInPages
from wainao.app.http.static import Console
from wainao.app.http.status import StatusPage
from wainao.app.settings import Settings
from wainao.app.wire import to_json
from wainao.app.wiring import Wainao
from wainao.kernel import SettingsError
from wainao.store.keys import OWNER_TOKEN


def create_app(brain: Wainao, *, ending: Callable[[], bool] = lambda: False) -> ASGIApp:
    """The app for an open home; closing the home stays with whoever opened it. `ending` says that it is to stop.

    Raises SettingsError when it would listen beyond this machine and there is no owner token, or when a proxy stands
    before it and might pass for its owner.
    """
    server = brain.settings.server
    if not is_loopback(server.host) and not (brain.home.keys / OWNER_TOKEN).exists():
        raise SettingsError(
            f"The server will not listen on {server.host!r} without an owner token: anyone could reach it. Start it "
            "with 'wainao up', which makes one and shows it once, or keep host = '127.0.0.1'."
        )
    _refuse_owner_behind_proxy(brain.settings)
    gate = Gate(server, brain.actors)
    app = Starlette(routes=_routes(brain, gate, ending), exception_handlers=HANDLERS)
    limited = BodyLimit(app, max_bytes=server.max_body_bytes, timeout_s=server.body_timeout_s)
    return SecurityHeaders(limited)


def _refuse_owner_behind_proxy(settings: Settings) -> None:
    address, server = settings.sign_in.address, settings.server
    if server.local_owner and is_loopback(server.host) and not is_loopback(urlsplit(address).hostname or "localhost"):
        raise SettingsError(
            f"[sign_in] address is {address!r}: a proxy leads there, and whoever comes through one that does not say "
            "so would be the owner. Expected [server] local_owner = false. Set it."
        )


def _routes(brain: Wainao, gate: Gate, ending: Callable[[], bool]) -> list[BaseRoute]:
    people = gate_for(brain.settings, brain.actors)

    async def openapi(request: Request) -> Response:
        people.actor(request)
        return Response(to_json(document(brain.kernel, version=wainao.__version__)), media_type="application/json")

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    status = StatusPage(brain, people)
    most = brain.settings.server.max_body_bytes
    protected = Protected(brain.settings.mcp, gate, brain.actors)
    mcp = Mcp(brain, protected, max_body_bytes=most, ending=ending)
    return [
        Route("/healthz", alive),
        Route("/readyz", status.ready),
        Route(METRICS, MetricsPage(brain, gate).show),
        Route("/api/status", status.show),
        Route("/api/openapi.json", openapi),
        Route("/api/{kind}/{name}", Calls(brain.kernel, people)),
        Route(MCP, mcp),
        *protected.routes(),
        *(SignInPages(brain, people).routes() if isinstance(people, SessionGate) else ()),
        *Gateway(brain.kernel, gate).routes(),
        Mount("/", Console()),
    ]
