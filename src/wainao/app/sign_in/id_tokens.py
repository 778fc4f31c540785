"""ID tokens (OpenID Connect Core, 3.1.3.7): what a provider says of the person who has just signed in."""

from __future__ import annotations

import hmac
from typing import Any

from wainao.app.issuer import ALGORITHMS, LEEWAY_S, Issuer
from wainao.kernel import UnauthenticatedError

MAX_SUBJECT = 255


async def claims_in(token: str, issuer: Issuer, *, name: str, client: str, nonce: str) -> dict[str, Any]:
    """What it says, if the issuer of that `name` made it for this `client` and this very sign-in.

    Raises UnauthenticatedError, and EngineError where the issuer's keys cannot be had.
    """
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            await issuer.key(str(header.get("kid", ""))),
            algorithms=ALGORITHMS,
            audience=client,
            issuer=name,
            leeway=LEEWAY_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"], "enforce_minimum_key_length": True},
        )
        _check(claims, client=client, nonce=nonce)
    except jwt.PyJWTError as error:
        raise UnauthenticatedError(
            f"The ID token lets nobody in: {error}. Expected one that {name!r} made for {client!r} and this sign-in. "
            "Sign in again; if that does not help, ask an administrator to check [sign_in]."
        ) from error
    return claims


def _check(claims: dict[str, Any], *, client: str, nonce: str) -> None:
    import jwt

    audience, subject = claims["aud"], claims["sub"]
    azp = claims.get("azp", client if isinstance(audience, str) or len(audience) == 1 else None)
    if azp != client:
        raise jwt.InvalidTokenError(f"it was made for {azp!r:.80}")
    if not (isinstance(claims["nonce"], str) and hmac.compare_digest(claims["nonce"].encode(), nonce.encode())):
        raise jwt.InvalidTokenError("it is of another sign-in")
    if not 0 < len(subject) <= MAX_SUBJECT:
        raise jwt.InvalidTokenError("its 'sub' names nobody")
