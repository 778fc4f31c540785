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
    """Where tools may be, how they are chosen, and what they may do.

    - `private`: origins on this machine or its network that toolboxes may be called at ("http://127.0.0.1:9000").
      Otherwise a toolbox is called only at its own public addresses.
    - `timeout_s`, `max_bytes`: limits for one call with all its attempts, and for the size of a reply or a
      description.
    - `most_proposed`: how many tools are proposed for a request at most.
    - `vectors`: choose tools by meaning, too, if there is an embedding model.
    - `encoder`: choose by meaning with the built-in English encoder if no embedding model is connected.
    - `vector_patience_s`: how long a request waits for its vector; then words alone decide.
    - `replay_hours`: how often demonstrations are replayed, in hours; 0 means only on request.
    - `client_document`: the https address of a client id metadata document, for authorization servers that read one
      instead of taking registrations.
    - `stdio`: the programs that may be started as servers of tools, each pinned by the SHA-256 of its files. No
      other program is started.
    - `sampling`: a server may ask the caller's model while it works, at the caller's cost.
    - `web`: allow reading pages on the public web. `intranet`: allow reading pages at these origins of your
      network.
    - `search_url`: a SearXNG that answers in JSON. `rates_url`: a source of exchange rates (JSON, CSV or the ECB's
      XML).
    - `smtp`: the server that sends mail.
    - `code`: allow `code:run`, where the sandbox proves itself.
    - `trusted`: outside hosts ("api.example.com", "*.example.com", or "*" for all) to which a tool that a machine
      chose may send anything without asking a person.
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
