"""Every setting, composed once at start and handed down as values: `wainao.toml`, then `WAINAO_*`, then flags."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from wainao.app.extensions import discover
from wainao.app.language import language
from wainao.app.sign_in.settings import SignInSettings
from wainao.app.sources import Sections, Sources
from wainao.kernel import SettingsError
from wainao.store.extension import Feature
from wainao.types import Language

FILE = "wainao.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerSettings:
    """How `wainao up` listens.

    - `host`, `port`: the address to listen on; port 0 picks a free one.
    - `workers`: the number of server processes.
    - `max_body_bytes`, `body_timeout_s`: a request with a larger body, or whose body keeps the server waiting for
      this long, is refused.
    - `shutdown_grace_s`: how long calls in progress may take to finish at shutdown.
    - `allowed_hosts`: the host names that requests may use besides loopback names. Empty allows any name, because
      all access except over loopback needs a key.
    - `local_owner`: while `host` is a loopback address, a browser on this machine is let in as the owner without a
      key. Switch it off behind a reverse proxy, and where other people have accounts on this machine.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    workers: int = 1
    max_body_bytes: int = 128 * 1024 * 1024
    body_timeout_s: float = 30.0
    shutdown_grace_s: int = 30
    allowed_hosts: tuple[str, ...] = ()
    local_owner: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise ValueError(f"port = {self.port!r}. Expected 0 to 65535; 0 takes any free one.")
        if self.workers < 1:
            raise ValueError(f"workers = {self.workers!r}. Expected 1 or more.")
        if self.workers > 1 and sys.platform == "win32":
            raise ValueError(f"workers = {self.workers!r}. Expected 1: processes cannot share a socket on Windows.")


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreSettings:
    """When a record counts as stored.

    - `durability`: with "each", the receipt is on disk before the answer ends. With "batched", the system decides
      when to write. This allows more calls per second, but a power cut (not a crash of Wainao) may lose the
      receipts and corrections of the last moments.
    """

    durability: Literal["each", "batched"] = "each"


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicySettings:
    """Which calls need a person's approval.

    - `ask`: capabilities ("kind:name" or "kind:*") that need an approval, whoever calls.
    """

    ask: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if locked := sorted({"approvals:*", "approvals:decide"} & set(self.ask)):
            raise ValueError(
                f"ask has {locked[0]!r}. Approving is what a person does: if that waited for an approval, nobody could "
                "give it. Take it out."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionsSettings:
    """Which features are loaded.

    - `allow`: if not empty, only these features are loaded.
    - `deny`: these features are never loaded.
    """

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InterfaceSettings:
    """The language and the time zone of screens and messages.

    - `language`: "zh", "en" or "auto", which follows the system or the browser.
    - `zone`: the time zone of "today" and of times without a zone, such as "Asia/Shanghai". Empty means that of the
      machine. Budgets, prices and reports always use UTC.
    """

    language: Literal["zh", "en", "auto"] = "auto"
    zone: str = ""

    def __post_init__(self) -> None:
        if self.zone:
            from wainao.app.zone import check_zone

            check_zone(self.zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class McpSettings:
    """Sign-in for clients of the Model Context Protocol, in addition to keys.

    - `issuer`: the issuer name of an OAuth 2 authorization server (RFC 8414) whose access tokens are accepted.
    - `resource`: the address of /mcp as clients know it. Tokens must be issued for it.
    - `claim`: the claim of a token that holds the id of an actor here.

    A token has the rights of its scopes wainao:read, wainao:write and wainao:act, as far as that actor has them.
    """

    issuer: str = ""
    resource: str = ""
    claim: str = "sub"

    def __post_init__(self) -> None:
        for name, place in (("issuer", self.issuer), ("resource", self.resource)):
            url = urlsplit(place)
            is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost"))
            if place and not (is_safe and url.hostname and not url.fragment):
                raise ValueError(f"{name} is {place!r}. Expected an address with https://.")
        if bool(self.issuer) != bool(self.resource):
            raise ValueError(
                f"issuer is {self.issuer!r} and resource {self.resource!r}. Set both, or none: a token is for one "
                "server, and made by one."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All of it. `features` holds each feature with the instance of its own settings class."""

    home: Path
    language: Language
    server: ServerSettings = field(default_factory=ServerSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    policy: PolicySettings = field(default_factory=PolicySettings)
    extensions: ExtensionsSettings = field(default_factory=ExtensionsSettings)
    interface: InterfaceSettings = field(default_factory=InterfaceSettings)
    mcp: McpSettings = field(default_factory=McpSettings)
    sign_in: SignInSettings = field(default_factory=SignInSettings)
    features: tuple[tuple[Feature, Any], ...] = ()


CORE: dict[str, type] = {
    "server": ServerSettings,
    "store": StoreSettings,
    "policy": PolicySettings,
    "extensions": ExtensionsSettings,
    "interface": InterfaceSettings,
    "mcp": McpSettings,
    "sign_in": SignInSettings,
}


def load(
    home: Path | None = None,
    *,
    config: Path | None = None,
    flags: Sections | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Compose the settings. `environ` is the process's own by default. Raises SettingsError on anything wrong."""
    environ = os.environ if environ is None else environ
    try:
        home = (home or Path(environ.get("WAINAO_HOME") or _data_folder(environ) / "wainao")).expanduser().absolute()
        sources = _sources(home, config, flags or {}, environ)
    except (OSError, RuntimeError) as error:
        raise SettingsError(
            f"The home cannot be found: {str(error).rstrip('.')}. Expected a directory of yours: name one with --home "
            "or WAINAO_HOME."
        ) from error
    core: dict[str, Any] = {name: sources.section(name, kind) for name, kind in CORE.items()}
    extensions: ExtensionsSettings = core["extensions"]
    found = discover(allow=extensions.allow, deny=extensions.deny)
    _refuse_clash(found.features)
    sources.refuse_other_sections([*CORE, *found.names])
    return Settings(
        home=home,
        language=language(core["interface"].language, environ),
        features=tuple((feature, sources.section(feature.name, feature.settings)) for feature in found.features),
        **core,
    )


def _sources(home: Path, config: Path | None, flags: Sections, environ: Mapping[str, str]) -> Sources:
    sources = Sources()
    chosen = config or (Path(environ["WAINAO_CONFIG"]) if environ.get("WAINAO_CONFIG") else None)
    if chosen is not None or (home / FILE).exists():
        sources.add_file(chosen or home / FILE)
    sources.add_environment(environ)
    sources.add_flags(flags)
    return sources


def _refuse_clash(features: tuple[Feature, ...]) -> None:
    for feature in features:
        if feature.name in CORE:
            raise SettingsError(
                f"A feature calls itself {feature.name!r}, which is a section of our own. Rename it, or put it into "
                "[extensions] deny."
            )


def _data_folder(environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
