"""tools:credential, credentials and forget-credential: what lets calls in at the other side."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.features.tools.credentials import SHARED
from wainao.features.tools.desk import Desk
from wainao.features.tools.signing_in import Begun
from wainao.kernel import Call, Capability, DeniedError, Spec, UsageError
from wainao.store.egress import origin
from wainao.store.portion import Portion
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialInput:
    """For one security scheme of a toolbox: a key or token as `value`, or `username` and `password`, or an OAuth
    client's `client_id` and `client_secret`. With `own` it serves the caller's calls alone."""

    box: str
    scheme: str
    value: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialRow:
    """That there is one, and where it goes; `actor` "" means everybody. `set_us`: microseconds since 1970, UTC."""

    box: str
    scheme: str
    actor: str
    origin: str
    set_by: str
    set_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialList:
    credentials: tuple[CredentialRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialsInput(Portion):
    box: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichCredential:
    box: str
    scheme: str
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInInput:
    """`redirect_uri` is where the other side sends the browser back to. Where a client is not registered by itself,
    that has to be registered there. `scopes` are asked for beside the usual ones."""

    box: str
    scheme: str
    redirect_uri: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedInInput:
    returned: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    box: str
    scheme: str


SET = Spec(
    name="tools:credential",
    title=Words("设置凭据", "Set a credential"),
    description=Words(
        "设置工具箱某个安全方案的密钥或口令：加密保存，只发往该工具箱的地址，模型看不到。",
        "Set the key or password for a security scheme of a toolbox. It is encrypted, sent only "
        "to that toolbox's address, and never shown to a model.",
    ),
    input=CredentialInput,
    output=CredentialRow,
    risk="write",
    right="read",
    secret=frozenset({"value", "password", "client_secret"}),
    estimate=free,
    example=CredentialInput(box="weather", scheme="api_key", value="..."),
)


async def _set(desk: Desk, call: Call) -> CredentialRow:
    given: CredentialInput = call.input
    actor = _whose(call, given.own)
    box = desk.boxes.find(call.actor.tenant, given.box)
    if given.scheme not in box.toolbox.schemes:
        known = ", ".join(map(repr, box.toolbox.schemes)) or "none"
        raise UsageError(f"{given.box!r} has no security scheme {given.scheme!r}. Expected one of: {known}.")
    names = ("value", "username", "password", "client_id", "client_secret")
    secret = {name: getattr(given, name) for name in names if getattr(given, name)}
    if not secret or not box.address:
        what = "no secret was given" if not secret else "the toolbox names no address"
        raise UsageError(f"The credential {given.scheme!r} of {given.box!r} cannot be set: {what}. Give a value=@FILE.")
    await desk.credentials.set(
        tenant=call.actor.tenant,
        box=given.box,
        scheme=given.scheme,
        actor=actor,
        origin=origin(box.address),
        secret=secret,
        by=call.actor.id,
    )
    held = desk.credentials.held(tenant=call.actor.tenant, box=given.box)
    return next(
        CredentialRow(**{name: getattr(one, name) for name in CredentialRow.__slots__})
        for one in held
        if (one.scheme, one.actor) == (given.scheme, actor)
    )


LIST = Spec(
    name="tools:credentials",
    title=Words("凭据列表", "Credentials"),
    description=Words(
        "列出工具箱有哪些凭据；内容从不显示。", "List which credentials a toolbox has. Their contents are never shown."
    ),
    input=CredentialsInput,
    output=CredentialList,
    estimate=free,
    example=CredentialsInput(box="weather"),
)


async def _list(desk: Desk, call: Call) -> CredentialList:
    held = desk.credentials.held(tenant=call.actor.tenant, box=call.input.box)
    seen = (one for one in held if call.actor.may("admin") or one.actor in (SHARED, call.actor.id))
    rows = (CredentialRow(**{name: getattr(one, name) for name in CredentialRow.__slots__}) for one in seen)
    return CredentialList(credentials=call.input.of(rows))


FORGET = Spec(
    name="tools:forget-credential",
    title=Words("删除凭据", "Delete a credential"),
    description=Words("删除工具箱的一个凭据，立即生效。", "Delete a credential of a toolbox at once."),
    input=WhichCredential,
    output=WhichCredential,
    risk="write",
    right="read",
    estimate=free,
    example=WhichCredential(box="weather", scheme="api_key"),
)


async def _forget(desk: Desk, call: Call) -> WhichCredential:
    given: WhichCredential = call.input
    actor = _whose(call, given.own)
    await desk.credentials.remove(tenant=call.actor.tenant, box=given.box, scheme=given.scheme, actor=actor)
    return given


SIGN_IN = Spec(
    name="tools:sign-in",
    title=Words("登录工具", "Sign in to a tool"),
    description=Words(
        "开始登录工具所在的服务（OAuth 2，PKCE），返回要打开的网页。得到的凭据只用于自己的调用。",
        "Begin to sign in at a tool's server (OAuth 2 with PKCE). Returns the page to open. The "
        "resulting credential serves your own calls only.",
    ),
    input=SignInInput,
    output=Begun,
    risk="write",
    right="read",
    estimate=free,
    example=SignInInput(box="calendar", scheme="oauth", redirect_uri="http://127.0.0.1:8321/"),
)


async def _sign_in(desk: Desk, call: Call) -> Begun:
    given: SignInInput = call.input
    return await desk.signing_in.begin(
        call, box=given.box, scheme=given.scheme, redirect_uri=given.redirect_uri, scopes=given.scopes
    )


SIGNED_IN = Spec(
    name="tools:signed-in",
    title=Words("完成登录", "Finish signing in"),
    description=Words(
        "用登录后浏览器被送回的地址完成登录。", "Finish signing in, with the address that the browser was sent back to."
    ),
    input=SignedInInput,
    output=SignedIn,
    risk="write",
    right="read",
    secret=frozenset({"returned"}),
    estimate=free,
    example=SignedInInput(returned="http://127.0.0.1:8321/?code=...&state=..."),
)


async def _signed_in(desk: Desk, call: Call) -> SignedIn:
    box, scheme = await desk.signing_in.finish(call, returned=call.input.returned)
    return SignedIn(box=box, scheme=scheme)


def _whose(call: Call, own: bool) -> str:
    if own:
        return call.actor.id
    if not call.actor.may("admin"):
        raise DeniedError(
            f"{call.actor.id!r} may not set a credential for everybody: that needs 'admin'. Set your own: own."
        )
    return SHARED


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((SET, _set), (LIST, _list), (FORGET, _forget), (SIGN_IN, _sign_in), (SIGNED_IN, _signed_in)))
