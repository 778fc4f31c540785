"""What signing in can be told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wainao.kernel import UsageError
from wainao.store.actors import check_id
from wainao.types import Right

ANY = "*"

MIN_IDLE_MINUTES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """People whose `claim` is `value`, or has it among others ("*": anything), and what they are here."""

    value: str
    claim: str = "groups"
    rights: tuple[Right, ...] = ("read",)
    bases: tuple[str, ...] | None = None
    tenant: str = "local"
    team: str = ""

    def __post_init__(self) -> None:
        if not (self.value and self.claim and self.rights):
            raise ValueError(f"{self!r} is not whole. Expected a value, a claim and at least one right.")
        if "admin" in self.rights and self.bases is not None:
            raise ValueError(f"{self!r} has administrators of some bases. They see every base: leave the bases out.")
        try:
            check_id(self.tenant, "A tenant")
            check_id(self.team or "none", "A team")
        except UsageError as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInSettings:
    """Sign-in to the console with the firm's own identity provider (OpenID Connect), in addition to keys.

    - `issuer`: the issuer name of the provider. Empty switches sign-in off.
    - `client_id`, `client_secret`: what the provider knows Wainao by.
    - `address`: the address of this server as browsers know it, without a path. The provider sends browsers back to
      /sign-in/back there.
    - `name`: what the button says; by default the host of the provider.
    - `scopes`: the scopes that are asked for.
    - `claim`: the claim that a new actor is named after. Who a person is, the provider's `sub` always decides.
    - `userinfo`: ask the userinfo endpoint of the provider for claims that the ID token lacks.
    - `people`: who may come in, and what they may do. The first entry that fits decides; a person whom none fits is
      refused. Each has a `claim` and its `value` ("*" for any), `rights`, `bases`, `tenant` and the `team` that pays.
    - `idle_minutes`, `session_hours`: how long a session lasts without use, and at most.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    address: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    claim: str = "preferred_username"
    userinfo: bool = False
    people: tuple[Entry, ...] = ()
    idle_minutes: int = 60
    session_hours: int = 12

    def __post_init__(self) -> None:
        if not self.issuer:
            if self.client_id or self.client_secret or self.address or self.people:
                raise ValueError("there is no issuer. Say who the identity provider is, or leave all of it out.")
            return
        for name in ("issuer", "address"):
            self._check_place(name)
        if not (self.client_id and self.people):
            raise ValueError("there is no client_id, or nobody in people. Say who we are there, and who may come in.")
        if "openid" not in self.scopes:
            raise ValueError(f"scopes = {self.scopes!r}. Expected 'openid' among them: without it nobody is named.")
        if self.idle_minutes < MIN_IDLE_MINUTES or self.session_hours < 1:
            raise ValueError(
                f"idle_minutes = {self.idle_minutes!r}, session_hours = {self.session_hours!r}. Expected at least "
                f"{MIN_IDLE_MINUTES} and 1."
            )

    @property
    def label(self) -> str:
        """What people call the provider; "" where there is none."""
        return self.name or urlsplit(self.issuer).netloc

    @property
    def mark(self) -> str:
        """What sessions are good under: they end when anything of this is changed but the client's secret."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def _check_place(self, name: str) -> None:
        told = getattr(self, name)
        url = urlsplit(told)
        is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost"))
        is_whole = is_safe and url.hostname and "@" not in url.netloc and not url.query and not url.fragment
        usual = ":443" if url.scheme == "https" else ":80"  # browsers leave it out, and say the rest in lower case
        if not is_whole or (name == "address" and told != f"{url.scheme}://{url.netloc.lower().removesuffix(usual)}"):
            raise ValueError(
                f"{name} = {told!r}. Expected https://, as in https://brain.example.com; that of this server has no "
                "path."
            )
