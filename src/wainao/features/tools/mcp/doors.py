"""A server that lets nobody in who has not signed in: where that is done, so that it can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import urlsplit

from mcp.client.auth.utils import (
    build_oauth_authorization_server_metadata_discovery_urls,
    build_protected_resource_metadata_discovery_urls,
)
from mcp.shared.auth import OAuthMetadata, ProtectedResourceMetadata
from mcp.shared.auth_utils import check_resource_allowed, resource_url_from_server_url
from pydantic import BaseModel, ValidationError

from wainao.features.tools.mcp.errors import SignInError
from wainao.features.tools.openapi import Imported, box_name
from wainao.features.tools.openapi.oauth import SERVER
from wainao.features.tools.types import BEARER, Toolbox
from wainao.store.egress import Egress, EgressDeniedError, UnreachableError
from wainao.types import Json, Words

OAUTH = "oauth"
"""The name of the security scheme of a sign-in."""

SECURITY: Json = {BEARER: {"type": "http", "scheme": "bearer"}}
"""What a server that lets nobody in may be let in by, whatever it says."""

M = TypeVar("M", bound=BaseModel)


async def closed(url: str, egress: Egress, *, name: str, told: SignInError) -> Imported:
    """A toolbox without tools, which can be given a credential or signed in to; then its server says what it offers.

    `told` is what it said when it did not let us in. `egress` reaches public addresses: where one signs in is for the
    server to say.
    """
    sign_in = await _sign_in(url, egress, told)
    host = urlsplit(url).hostname or url
    toolbox = Toolbox(
        name=box_name(name, host),
        title=Words(host, host),
        description=Words("还没有登录的 MCP 服务。", "An MCP server that nobody has signed in to yet."),
        origin="mcp",
        source=url,
        digest="",
        servers=(url,),
        security=SECURITY if sign_in is None else {**SECURITY, OAUTH: sign_in},
    )
    way = "sign in to it" if sign_in is not None else "set its credential"
    return Imported(
        toolbox=toolbox,
        warnings=(f"The server lets nobody in yet, so it offers no tool. Now {way}, then add it once more.",),
    )


async def _sign_in(url: str, egress: Egress, refused: SignInError) -> Json | None:
    """The OAuth 2 scheme that it tells of (RFC 9728, RFC 8414), as OpenAPI writes one; None where there is none.

    One without PKCE is none: a code of it could be used by whoever sees it.
    """
    resource = resource_url_from_server_url(url)
    places = build_protected_resource_metadata_discovery_urls(refused.metadata or None, url)
    told = await _first(places, ProtectedResourceMetadata, egress)
    if told is None or not check_resource_allowed(resource, str(told.resource)):
        return None
    issuer = str(told.authorization_servers[0])
    about = await _first(build_oauth_authorization_server_metadata_discovery_urls(issuer, url), OAuthMetadata, egress)
    if about is None or str(about.issuer).rstrip("/") != issuer.rstrip("/"):
        return None
    if "S256" not in (about.code_challenge_methods_supported or ()):
        return None
    scopes = refused.scope.split() or told.scopes_supported or []
    flow = {
        "authorizationUrl": str(about.authorization_endpoint),
        "tokenUrl": str(about.token_endpoint),
        "scopes": dict.fromkeys(scopes, ""),
    }
    server = {
        "issuer": str(about.issuer),
        "saysIssuer": bool(about.authorization_response_iss_parameter_supported),
        "registrationUrl": str(about.registration_endpoint or ""),
        "readsClients": bool(about.client_id_metadata_document_supported),
        "resource": str(told.resource),
    }
    return {"type": "oauth2", "flows": {"authorizationCode": flow}, SERVER: server}


async def _first(urls: Iterable[str], kind: type[M], egress: Egress) -> M | None:
    """The first of these documents that is one."""
    for url in urls:
        try:
            async with egress.send("GET", url, headers={"accept": "application/json"}) as reply:
                if reply.status == 200:
                    return kind.model_validate_json(await reply.read())
        except (EgressDeniedError, UnreachableError, ValidationError):
            continue
    return None
