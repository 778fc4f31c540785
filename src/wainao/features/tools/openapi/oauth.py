"""OAuth 2 as requests for others to send: a code with PKCE (RFC 7636), refreshing, client credentials.

pure: what is random and secret is given. One round:

    flow = flow_of(toolbox.security["google"], "authorizationCode")
    address = authorization_url(flow, client=client, redirect_uri=back, scopes=scopes, state=state, verifier=verifier)
    ...the person comes back with a query...
    code = code_in(query, state=state)
    token = token_in(status, body)   # of the reply to code_request(flow, code, ...)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from wainao.features.tools.openapi.calling.outgoing import Outgoing
from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.errors import CredentialError, UnsupportedError
from wainao.kernel.errors import UsageError
from wainao.store.egress import origin

Grant = Literal["authorizationCode", "clientCredentials"]

SERVER = "x-wainao-server"
"""Where a scheme has what its authorization server says of itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """Where a flow goes. `authorization` is empty for client credentials.

    What the authorization server says of itself (RFC 8414), where it does: its name `issuer`, which it gives with each
    answer if `says_issuer` (RFC 9207); where clients register themselves (`registration`, RFC 7591); whether it reads
    who a client is at the client's own address (`reads_clients`). A token is asked for `resource` alone (RFC 8707).
    """

    token: str
    authorization: str = ""
    refresh: str = ""
    scopes: tuple[str, ...] = ()
    resource: str = ""
    issuer: str = ""
    says_issuer: bool = False
    registration: str = ""
    reads_clients: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Who we are at the authorisation server; without `secret` a public client. Basic is how secrets are shown, unless
    `in_body`."""

    id: str
    secret: str = ""
    in_body: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What lets calls in, for `lives_s` seconds (None: not said). `refresh` gets the next one, if it is not empty."""

    access: str
    refresh: str = ""
    lives_s: float | None = None
    scopes: tuple[str, ...] = ()


def signs_in(scheme: Mapping[str, Any]) -> bool:
    """Whether a person signs in by it: it sends a browser to the other side's pages."""
    return isinstance(object_in(scheme.get("flows")).get("authorizationCode"), dict)


def flow_of(scheme: Mapping[str, Any], grant: Grant) -> Flow:
    """One flow of a security scheme, as OpenAPI 3.1 writes it.

    Raises UnsupportedError where it has none of this kind, or one that is not encrypted.
    """
    flows = object_in(scheme.get("flows"))
    found = flows.get(grant)
    if not isinstance(found, dict):
        raise UnsupportedError(
            f"The scheme has the flows {sorted(flows)!r}. Expected {grant!r}. Use a token that was made elsewhere."
        )
    told = object_in(scheme.get(SERVER))
    return Flow(
        token=_address(found.get("tokenUrl"), "tokenUrl"),
        authorization=_address(found.get("authorizationUrl"), "authorizationUrl")
        if grant == "authorizationCode"
        else "",
        refresh=_address(found["refreshUrl"], "refreshUrl") if found.get("refreshUrl") else "",
        scopes=tuple(object_in(found.get("scopes"))),
        resource=str(told.get("resource", "")),
        issuer=str(told.get("issuer", "")),
        says_issuer=told.get("saysIssuer") is True,
        registration=_address(told["registrationUrl"], "registrationUrl") if told.get("registrationUrl") else "",
        reads_clients=told.get("readsClients") is True,
    )


def authorization_url(
    flow: Flow, *, client: Client, redirect_uri: str, scopes: Iterable[str], state: str, verifier: str
) -> str:
    """Where the person's browser goes. `state` and `verifier` are random, and kept for the way back."""
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(scopes),
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        "resource": flow.resource,
    }
    between = "&" if urlsplit(flow.authorization).query else "?"
    return (
        flow.authorization
        + between
        + urlencode({name: value for name, value in asked.items() if value}, quote_via=quote)
    )


def challenge(verifier: str) -> str:
    """What is shown of a verifier (43 to 128 characters) before it is asked for: S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def code_in(query: str, *, state: str, issuer: str = "", says_issuer: bool = False) -> str:
    """The code that a person brings back in the query of our redirect address.

    Raises CredentialError where they come with another state, from another `issuer` (RFC 9207, where one is known; from
    nobody, where that one always `says_issuer`), or with a refusal.
    """
    found = {name: values[0] for name, values in parse_qs(query).items() if len(values) == 1}
    if not hmac.compare_digest(found.get("state", "").encode(), state.encode()):
        raise CredentialError("The answer does not belong to this sign-in. Expected its own state. Begin again.")
    if issuer and found.get("iss", "" if says_issuer else issuer) != issuer:
        raise CredentialError(f"The answer is from {found.get('iss')!r:.200}. Expected {issuer!r}. Begin again.")
    if "code" not in found:
        raise CredentialError(
            f"The sign-in was refused: {found.get('error', '')!r:.80} {found.get('error_description', '')!r:.300}. "
            "Expected a code. Begin again, or ask whoever runs the API."
        )
    return found["code"]


def code_request(flow: Flow, code: str, *, client: Client, redirect_uri: str, verifier: str) -> Outgoing:
    """Asks for the token that a code stands for."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    return _asking(flow.token, asked | {"resource": flow.resource}, client)


def refresh_request(flow: Flow, refresh: str, *, client: Client, scopes: Iterable[str] = ()) -> Outgoing:
    """Asks for the next token. Where the reply brings no new refresh token, the old one goes on."""
    asked = {"grant_type": "refresh_token", "refresh_token": refresh, "scope": " ".join(scopes)}
    return _asking(flow.refresh or flow.token, asked | {"resource": flow.resource}, client)


def client_request(flow: Flow, *, client: Client, scopes: Iterable[str] = ()) -> Outgoing:
    """Asks for a token in our own name: client credentials."""
    return _asking(flow.token, {"grant_type": "client_credentials", "scope": " ".join(scopes)}, client)


def registration_request(flow: Flow, *, redirect_uri: str) -> Outgoing:
    """Asks to become a client, a public one (RFC 7591). One that is sent back to a machine of its own is native."""
    asked = {
        "client_name": "Wainao",
        "application_type": "native" if urlsplit(redirect_uri).scheme == "http" else "web",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    }
    headers = {"accept": "application/json", "content-type": "application/json"}
    return Outgoing(method="POST", url=flow.registration, headers=headers, body=msgspec.json.encode(asked))


def client_in(status: int, body: bytes) -> Client:
    """Whom a registration made us. Raises CredentialError where it made us nobody."""
    found = _object(body)
    if status not in (200, 201) or not isinstance(found.get("client_id"), str):
        raise CredentialError(
            f"The authorization server did not register us ({status}, {found.get('error')!r:.80} "
            f"{found.get('error_description')!r:.300}). Expected a client_id. Ask for one there, and have an "
            "administrator set it: 'wainao tools credential --client-id'."
        )
    secret = found.get("client_secret")
    return Client(
        id=found["client_id"],
        secret=secret if isinstance(secret, str) else "",
        in_body=found.get("token_endpoint_auth_method") == "client_secret_post",
    )


def token_in(status: int, body: bytes) -> Token:
    """The token in a reply of the token endpoint. Raises CredentialError where there is none, without showing one."""
    found = _object(body)
    if not found:
        raise CredentialError(
            f"The token endpoint answered {status} without JSON. Expected a token. Check its address."
        )
    access, kind = found.get("access_token"), str(found.get("token_type", "bearer")).lower()
    if status != 200 or not isinstance(access, str) or not access or kind != "bearer":
        raise CredentialError(
            f"The token endpoint answered {status}, a token of type {kind!r:.40} and {found.get('error')!r:.80} "
            f"{found.get('error_description')!r:.300}. Expected a bearer token. Connect the account again."
        )
    refresh, lives = found.get("refresh_token"), found.get("expires_in")
    return Token(
        access=access,
        refresh=refresh if isinstance(refresh, str) else "",
        lives_s=float(str(lives)) if str(lives).isdecimal() else None,
        scopes=tuple(str(found.get("scope") or "").split()),
    )


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object that a reply is, empty where it is none."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _asking(address: str, asked: Mapping[str, str], client: Client) -> Outgoing:
    headers = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}
    form = {name: value for name, value in asked.items() if value}
    if client.secret and not client.in_body:
        pair = f"{quote(client.id, safe='')}:{quote(client.secret, safe='')}"  # encoded first: RFC 6749, 2.3.1
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": client.id} | ({"client_secret": client.secret} if client.secret else {})
    return Outgoing(
        method="POST", url=address, headers=headers, body=urlencode(form).encode(), secret=frozenset({"authorization"})
    )


def _address(value: Any, what: str) -> str:
    """An address that secrets may be sent to: encrypted, or on this machine."""
    try:
        place = origin(value) if isinstance(value, str) else ""
    except UsageError:
        place = ""
    if not place.startswith(("https://", "http://localhost:", "http://127.0.0.1:", "http://[::1]:")):
        raise UnsupportedError(f"The scheme's {what} is {value!r:.200}. Expected an https address. Correct it there.")
    return str(value)
