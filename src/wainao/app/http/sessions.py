"""Browsers that signed in: a cookie that no script can read has the key of their session."""

from __future__ import annotations

from typing import Literal

from starlette.responses import Response

from wainao.app.http.gate import OURS, Gate, Head, shown_keys
from wainao.app.settings import Settings
from wainao.store.actors import Actors
from wainao.types import Actor


class Cookies:
    """One cookie of ours. With `__Host-` no other host, and nobody without TLS, can set it; a browser takes that over
    https alone."""

    def __init__(self, name: str, *, address: str, strict: bool) -> None:
        self._secure = address.startswith("https://")
        self._name = f"__Host-{name}" if self._secure else name
        self._same_site: Literal["lax", "strict"] = "strict" if strict else "lax"

    def read(self, request: Head) -> str:
        """What a request brings; "" without one, or with several: one of them is not ours."""
        pairs = (pair.partition("=") for told in request.headers.getlist("cookie") for pair in told.split(";"))
        found = [value.strip() for name, _, value in pairs if name.strip() == self._name]
        return found[0] if len(found) == 1 else ""

    def write(self, response: Response, value: str, *, max_age_s: int | None = None) -> None:
        """Without `max_age_s` it is gone with the browser."""
        response.set_cookie(
            self._name, value, max_age=max_age_s, httponly=True, secure=self._secure, samesite=self._same_site
        )

    def clear(self, response: Response) -> None:
        self.write(response, "", max_age_s=0)


class SessionGate(Gate):
    """`Gate` for what the console calls: first a key that is shown counts, then a session, then being here."""

    def __init__(self, settings: Settings, actors: Actors) -> None:
        super().__init__(settings.server, actors)
        self._address = settings.sign_in.address
        self._made_under = settings.sign_in.mark
        self.cookie = Cookies("wainao", address=self._address, strict=True)

    def actor(self, request: Head) -> Actor:
        if not any(key.startswith(OURS) for key in shown_keys(request.headers)):
            found = self.session(request)
            if found is not None:
                return found
        return super().actor(request)

    def session(self, request: Head) -> Actor | None:
        """Whose session it is that a page of ours shows; None: there is none."""
        self.check_host(request)
        key = self.cookie.read(request)
        if not key or not self._is_own(request):
            return None
        return self._actors.keys.actor(key, made_under=self._made_under)

    def _is_own(self, request: Head) -> bool:
        """Whether a page of ours asks.

        A foreign one can make a browser send its cookies along, but not hide where it is from; and a browser says so
        with whatever may change something.
        """
        if any(site not in ("same-origin", "none") for site in request.headers.getlist("sec-fetch-site")):
            return False
        origins = request.headers.getlist("origin")
        if request.scope["method"] in ("GET", "HEAD") and not origins:
            return True
        return bool(origins == [self._address])


def gate_for(settings: Settings, actors: Actors) -> Gate:
    """Who makes the requests of the console; sessions are there where an identity provider is."""
    return SessionGate(settings, actors) if settings.sign_in.issuer else Gate(settings.server, actors)
