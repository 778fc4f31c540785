"""A deployment: one model at one provider, as it is reached from here."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from wainao.kernel import UsageError

Kind = Literal["chat", "complete", "embed", "rerank", "speech", "transcribe", "image", "moderate"]
"""A kind of work: what a deployment does, and what a request wants done."""

Takes = Literal["text", "image", "audio", "file", "tools", "json"]
"""What may be in a request beside words: parts of messages, tools, a format for the reply."""

HERE = "here"
"""The provider of models that run in processes of our own."""

OFFLINE = "offline"
"""The provider of the embedder that comes as a package."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployment:
    """`model` is what the provider calls it; `base_url` may be left out where the provider has one address for all.

    `here` says that it runs on our own machines, so that requests that must stay here may go to it; None: only if its
    address is this machine's. `takes` bounds what is sent to it, None: anything. A request that looks longer than
    `context_tokens` goes to another. `requests_per_minute`, `tokens_per_minute` and `concurrency` hold for each of our
    processes. `first_word_s` is how long to wait for its first word before another is asked, `timeout_s` how long for
    any word, or for a reply that comes whole. `health_url` and `metrics_url` (Prometheus) are where a server of the
    firm's own says how it is, by default where its kind usually does. Prices are US dollars for a million tokens.
    """

    name: str
    model: str
    provider: str = "openai-compatible"
    base_url: str = ""
    serves: tuple[Kind, ...] = ("chat",)
    here: bool | None = None
    takes: tuple[Takes, ...] | None = None
    tags: tuple[str, ...] = ()
    context_tokens: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None
    first_word_s: float | None = None
    timeout_s: float = 120.0
    health_url: str = ""
    metrics_url: str = ""
    usd_per_million_in: float | None = None
    usd_per_million_out: float | None = None

    def __post_init__(self) -> None:
        check_name(self.name, "deployment")
        if not self.model:
            raise UsageError(f"The deployment {self.name!r} has no model. Say what its provider calls it.")
        for field in ("context_tokens", "requests_per_minute", "tokens_per_minute", "concurrency", "first_word_s"):
            _check_positive(field, getattr(self, field))
        _check_positive("timeout_s", self.timeout_s)
        for field in ("base_url", "health_url", "metrics_url"):
            check_url(field, getattr(self, field))

    @property
    def is_here(self) -> bool:
        """Whether what is sent to it stays here."""
        if self.provider == HERE:
            return True
        return _is_this_machine(self.base_url) if self.here is None else self.here


def check_name(name: str, what: str) -> None:
    """Raises UsageError for what cannot name a deployment or a route."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f"A {what} cannot be called {name!r}. Expected up to 128 letters, digits and any of . _ : / @ -, beginning "
            "with a letter or digit."
        )


def check_url(field: str, text: str) -> None:
    """Raises UsageError for what is no address; an empty one is none, and is left to the provider's preset."""
    if not text:
        return
    try:
        url = urlsplit(text)
        whole = url.scheme in ("http", "https") and url.hostname and not url.query and not url.fragment
    except ValueError:
        whole = False
    if not whole:
        raise UsageError(f"{field} = {text!r}. Expected an address such as https://api.example.com/v1.")
    if "@" in url.netloc:
        raise UsageError(f"{field} holds a user or a password. Put a key into api_key: addresses are logged.")


def _check_positive(field: str, value: float | None) -> None:
    if value is not None and not value > 0:
        raise UsageError(f"{field} = {value!r}. Expected more than 0, or nothing for no limit.")


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
