"""An authorization server on loopback: metadata, clients that register, codes with PKCE, tokens that are JWTs."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from loopback_server import served


@dataclass
class Authorization:
    """Lets `person` in without a question. `asked` are the paths that were asked for.

    It is at `url`, and calls itself so, or else `names`.
    """

    url: str = ""
    names: str = ""
    person: str = "ann"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)

    def token(self, *, key: ec.EllipticCurvePrivateKey | None = None, **more: Any) -> str:
        """A token of this server, with claims and headers (`kid`, `typ`) that may be others; None leaves one out."""
        head = {"kid": more.pop("kid", "k1"), "typ": more.pop("typ", "at+jwt")}
        now = int(time.time())
        usual = {"iss": self.url, "sub": self.person, "iat": now, "exp": now + 300, "scope": "wainao:read wainao:write"}
        claims = {name: value for name, value in (usual | more).items() if value is not None}
        return jwt.encode(claims, key or self.key, algorithm="ES256", headers=head)

    async def serve(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path.startswith(("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")):
            return JSONResponse(self._about())
        if path == "/keys":
            public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
            return JSONResponse({"keys": [{**public, "kid": "k1", "alg": "ES256", "use": "sig"}]})
        if path == "/register":
            told = json.loads(await request.body())
            return JSONResponse({**told, "client_id": "c1", "token_endpoint_auth_method": "none"}, status_code=201)
        if path == "/authorize":
            asked = dict(request.query_params)
            self.codes["code1"] = asked
            query = urlencode({"code": "code1", "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{query}", status_code=302)
        if path == "/token":
            return self._exchanged(
                {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            )
        return JSONResponse({}, status_code=404)

    def _about(self) -> dict[str, Any]:
        return {
            "issuer": self.names or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "registration_endpoint": f"{self.url}/register",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _exchanged(self, form: dict[str, str]) -> Response:
        self.forms.append(form)
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        token = self.token(aud=form["resource"], scope=asked["scope"])
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": 300})


@contextmanager
def open_authorization() -> Iterator[Authorization]:
    authorization = Authorization()
    with served(authorization.serve) as authorization.url:
        yield authorization
