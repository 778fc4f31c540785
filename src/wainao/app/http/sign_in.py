"""`/sign-in`: to the identity provider, back from it with a session, and out again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from wainao.app.http.notice import notice
from wainao.app.http.sessions import Cookies, SessionGate
from wainao.app.sign_in.ticket import PATIENCE_S
from wainao.app.wiring import Wainao
from wainao.kernel import UnauthenticatedError, WainaoError

if TYPE_CHECKING:
    from wainao.app.sign_in.service import SignIn

PATH = "/sign-in"

_VIEW = re.compile(r"[A-Za-z0-9%._~/-]{0,300}")
"""A part of the console: what stands after "/#/" and leads nowhere else."""


class SignInPages:
    def __init__(self, brain: Wainao, gate: SessionGate) -> None:
        self._brain = brain
        self._gate = gate
        address = brain.settings.sign_in.address
        # The provider's page leads back here: a strict cookie would stay behind.
        self._ticket = Cookies("wainao-sign-in", address=address, strict=False)

    def routes(self) -> Iterable[Route]:
        yield Route(PATH, self.begin)
        yield Route(PATH + "/back", self.finish)
        yield Route(PATH + "/end", self.end, methods=["POST"])

    async def begin(self, request: Request) -> Response:
        try:
            self._gate.check_host(request)
            to = request.query_params.get("to", "")
            begun = await self._sign_in.begin(to=to if _VIEW.fullmatch(to) else "")
        except WainaoError as error:
            return notice(error, request)
        response = RedirectResponse(begun.url, 302)
        self._ticket.write(response, begun.ticket, max_age_s=round(PATIENCE_S))
        return response

    async def finish(self, request: Request) -> Response:
        try:
            self._gate.check_host(request)
            session = await self._sign_in.finish(query=request.url.query, ticket=self._ticket.read(request))
        except WainaoError as error:
            response = notice(error, request)
        else:
            response = RedirectResponse(f"/#/{session.to}", 303)
            self._gate.cookie.write(response, session.key)
        self._ticket.clear(response)
        return response

    async def end(self, request: Request) -> Response:
        """End this session, in every process."""
        actor = self._gate.session(request)
        if actor is None or actor.key is None:
            raise UnauthenticatedError("No session of yours is left to end. Expected one that still holds. Sign in.")
        await self._brain.actors.keys.revoke(actor.key, tenant=actor.tenant)
        response = Response(status_code=204)
        self._gate.cookie.clear(response)
        return response

    @cached_property
    def _sign_in(self) -> SignIn:
        from wainao.app.sign_in.service import SignIn

        return SignIn(self._brain.settings.sign_in, self._brain.home, self._brain.kernel)
