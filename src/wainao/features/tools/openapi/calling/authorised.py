"""Secrets, put into a request at the last moment: `authorised`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wainao.features.tools.openapi.calling.outgoing import Outgoing
from wainao.features.tools.openapi.calling.styles import percent
from wainao.features.tools.openapi.errors import CredentialError
from wainao.features.tools.types import Toolbox
from wainao.store.egress import origin

Credentials = Mapping[str, str]
"""Secrets by the name of their scheme: a key, a token, or "user:password" where the scheme is basic."""

_BEARERS = frozenset(("oauth2", "openIdConnect"))
_NOT_SPOKEN = frozenset(("digest", "negotiate", "ntlm", "hoba", "mutual", "scram-sha-1", "scram-sha-256", "dpop"))
"""Schemes of HTTP that need more than a header."""


def authorised(request: Outgoing, toolbox: Toolbox, credentials: Credentials) -> Outgoing:
    """`request` with the secrets of the first way that `credentials` suffice for.

    Where it needs none, none is put in. Raises CredentialError where they suffice for no way, for a scheme that cannot
    be spoken, and for a request that goes anywhere else than to the toolbox's own servers: secrets are bound to those.
    """
    if not request.security:
        return request
    way = next((one for one in request.security if one.keys() <= credentials.keys()), None)
    if way is None:
        raise CredentialError(
            f"{toolbox.name!r} lets nobody in without {_ways(request)}, and there is none. Connect an account, or have "
            "one connected for all."
        )
    if way:
        _refuse_elsewhere(request, toolbox)
    for name in way:
        request = _with(request, name, toolbox.security.get(name), credentials[name])
    return request


def _refuse_elsewhere(request: Outgoing, toolbox: Toolbox) -> None:
    here = {origin(server) for server in toolbox.servers}
    if origin(request.url) not in here:
        raise CredentialError(
            f"The request goes to {origin(request.url)!r}, and the secrets of {toolbox.name!r} belong to "
            f"{sorted(here)!r}. Secrets go nowhere else. Have the server added to the toolbox if it is its own."
        )


def _ways(request: Outgoing) -> str:
    return " or ".join(" and ".join(map(repr, way)) for way in request.security)


def _with(request: Outgoing, name: str, scheme: Any, secret: str) -> Outgoing:
    scheme = scheme or {}
    place = scheme.get("in") if scheme.get("type") == "apiKey" else None
    if place is None:
        return _header(request, "authorization", _authorization(name, scheme, secret), name)
    key = str(scheme["name"])
    if place == "query":
        return replace(
            request, url=f"{request.url}{'&' if '?' in request.url else '?'}{percent(key)}={percent(secret)}"
        )
    if place == "cookie":
        known = request.headers.get("cookie")
        return _header(request, "cookie", "; ".join(filter(None, (known, f"{percent(key)}={percent(secret)}"))), name)
    return _header(request, key.lower(), secret, name)


def _authorization(name: str, scheme: Mapping[str, Any], secret: str) -> str:
    spoken = str(scheme.get("scheme", "")).lower()
    if scheme.get("type") in _BEARERS or spoken == "bearer":
        return f"Bearer {secret}"
    if scheme.get("type") != "http" or spoken in _NOT_SPOKEN:
        raise CredentialError(
            f"The scheme {name!r} ({scheme.get('type')!r} {spoken!r}) is not spoken here. Expected a key, basic, "
            "bearer or OAuth 2. Use another way of the API, or put a proxy before it."
        )
    if spoken == "basic":
        return f"Basic {base64.b64encode(secret.encode()).decode()}"
    return f"{scheme['scheme']} {secret}"


def _header(request: Outgoing, header: str, value: str, scheme: str) -> Outgoing:
    if not (value.isascii() and value.isprintable()):
        raise CredentialError(
            f"The secret for {scheme!r} does not fit into a header. Expected printable ASCII. Enter it again."
        )
    return replace(request, headers={**request.headers, header: value}, secret=request.secret | {header})
