"""What the tools feature can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from wainao.features.tools.mcp.programs import Program

_HOSTS = re.compile(r"\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[?[0-9a-f:]+\]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Smtp:
    """Where mail is handed in, always encrypted: from the start (`tls`) or after a greeting (`starttls`).

    `sender` is the address that every mail comes from. Times in seconds.
    """

    host: str
    sender: str
    port: int = 465
    encryption: Literal["tls", "starttls"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_s: float = 30.0
    authorities: str = ""
    """A file of certificates (PEM) to trust beside the system's."""

    def __post_init__(self) -> None:
        if not self.host or "@" not in self.sender or any(character.isspace() for character in self.sender):
            raise ValueError(
                f"smtp has host = {self.host!r} and sender = {self.sender!r}. Expected both, such as ai@example.com."
            )
        if bool(self.user) != bool(self.password):
            raise ValueError("smtp has only one of user and password. Set both, or none.")


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolsSettings:
    """Where tools may be, and how long one may take.

    A toolbox that an administrator adds may be called at its own public addresses and nowhere else. What is on this
    machine or its network has to be in `private`, by origin ("http://127.0.0.1:9000"). `timeout_s` bounds one call with
    all its tries, `max_bytes` a reply and a description. At most `most_proposed` tools are proposed for a request.

    Where there is an embedding model, tools are chosen by meaning, too, unless `vectors` is False; where none is
    connected, the encoder that comes along reads English, unless `encoder` is False. A request waits for its vector no
    longer than `vector_patience_s`, then words alone decide.

    Demonstrations of tools are made again every `replay_hours`; 0: only when somebody asks for it.

    `client_document` is an https address at which the world can read who we are, for authorization servers that take
    that instead of a registration (a client id metadata document).

    `stdio` lists the programs that may be started as servers of tools, each pinned by the SHA-256 of its files; nothing
    else is ever started. With `sampling`, a server may ask the caller's model while it works, at the caller's cost.

    Of the built-in tools, some sleep until they are configured: `web` lets pages on the public web be read, `intranet`
    those at these origins of one's own network; `search_url` is a SearXNG that answers in JSON, `rates_url` where
    exchange rates are (JSON, CSV or the ECB's XML), `smtp` the server that sends mail. Programs run only in a sandbox
    that proves itself; with `code` False, never.

    What a machine has read may not be told to just anybody: `trusted` are the hosts outside ("api.example.com",
    "*.example.com"; "*": all) to which a tool that it chose may send what it likes without asking a person.
    """

    private: tuple[str, ...] = ()
    timeout_s: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    most_proposed: int = 3
    vectors: bool = True
    encoder: bool = True
    vector_patience_s: float = 2.0
    replay_hours: float = 0.0
    client_document: str = ""
    stdio: tuple[Program, ...] = ()
    sampling: bool = False
    web: bool = False
    intranet: tuple[str, ...] = ()
    search_url: str = ""
    rates_url: str = ""
    smtp: Smtp | None = field(default=None, repr=False)
    code: bool = True
    trusted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_no_origin("private", self.private)
        _refuse_no_origin("intranet", self.intranet)
        for name, place in (("search_url", self.search_url), ("rates_url", self.rates_url)):
            if place and (urlsplit(place).scheme not in ("http", "https") or not urlsplit(place).hostname):
                raise ValueError(f"{name} is {place!r}. Expected an address that begins with http:// or https://.")
        for host in self.trusted:
            if not _HOSTS.fullmatch(host):
                raise ValueError(f"trusted has {host!r}. Expected a host such as api.example.com, *.example.com, or *.")
        if self.client_document and urlsplit(self.client_document)[:1] != ("https",):
            raise ValueError(f"client_document is {self.client_document!r}. Expected an address with https://.")
        for name in ("timeout_s", "max_bytes", "most_proposed", "vector_patience_s"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} is {getattr(self, name)!r}. Expected more than 0.")


def _refuse_no_origin(name: str, places: tuple[str, ...]) -> None:
    for place in places:
        url = urlsplit(place)
        if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/") or "@" in url.netloc:
            raise ValueError(f"{name} has {place!r}. Expected an origin such as http://127.0.0.1:9000.")
