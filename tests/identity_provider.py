"""An identity provider on loopback (OpenID Connect): metadata, keys, codes with PKCE, ID tokens, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from loopback_server import served

CLIENT, SECRET = "wainao", "s3cret/of ours"

Answer = Callable[[], Response]


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider:
    """Lets `person` in without a question. Whatever it says may be made otherwise.

    `changes` are claims of its ID tokens that are other than they should be, None leaves one out; `header` those of
    their heads. `metadata` and `comes_back` are what it says otherwise of itself and with a code. `answers` take the
    place of what it serves at a path. `asked` are the paths that were asked for, `forms` what the token endpoint got.
    """

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "s-ann", "preferred_username": "ann"})
    keys: dict[str, Any] = field(default_factory=lambda: {"k1": ec_key()})
    changes: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    comes_back: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    asks_first: bool = False
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def claims(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return {name: value for name, value in {**usual, **self.person, **self.changes}.items() if value is not None}

    def token(self, nonce: str) -> str:
        kid, key = next(iter(self.keys.items()))
        algorithm = "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"
        head = {"kid": kid, **self.header}
        return jwt.encode(self.claims(nonce), key, algorithm=algorithm, headers=head)

    def published(self) -> list[dict[str, Any]]:
        return [_public(kid, key) for kid, key in self.keys.items()]

    async def serve(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]()
        if path == "/.well-known/openid-configuration":
            return JSONResponse(self._about())
        if path == "/keys":
            return JSONResponse({"keys": self.published()})
        if path == "/authorize":
            return self._authorized(dict(request.query_params))
        if path == "/token":
            return self._exchanged(request, (await request.body()).decode())
        if path == "/userinfo":
            known = request.headers["authorization"] == f"Bearer {self.tokens[-1]}"
            return JSONResponse({"sub": self.person["sub"], **self.told}, status_code=200 if known else 401)
        return JSONResponse({}, status_code=404)

    def _about(self) -> dict[str, Any]:
        usual = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "authorization_response_iss_parameter_supported": True,
        }
        return {name: value for name, value in {**usual, **self.metadata}.items() if value is not None}

    def _authorized(self, asked: dict[str, str]) -> Response:
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert (asked["code_challenge_method"], len(asked["nonce"]) > 30) == ("S256", True)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        usual = {"code": code, "state": asked["state"], "iss": self.url}
        query = urlencode({name: told for name, told in {**usual, **self.comes_back}.items() if told is not None})
        back = f"{asked['redirect_uri']}?{query}"
        if self.asks_first:
            return HTMLResponse(f'<title>Firm</title><a href="{back.replace("&", "&amp;")}">Continue</a>')
        return RedirectResponse(back, status_code=302)

    def _exchanged(self, request: Request, body: str) -> Response:
        form = {name: told[0] for name, told in parse_qs(body).items()}
        self.forms.append(form)
        pair = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        id, secret = map(unquote, pair.split(":")) if pair else (form["client_id"], form["client_secret"])
        asked = self.codes.pop(form["code"], None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        is_right = (id, secret) == (CLIENT, SECRET) and asked is not None and asked["code_challenge"] == digest
        if not is_right or form["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        self.tokens.append(secrets.token_urlsafe(16))
        told = {"access_token": self.tokens[-1], "token_type": "Bearer", "id_token": self.token(asked["nonce"])}
        return JSONResponse(told)


def _public(kid: str, key: Any) -> dict[str, Any]:
    kind = jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


@contextmanager
def open_provider() -> Iterator[Provider]:
    provider = Provider()
    with served(provider.serve) as provider.url:
        yield provider
