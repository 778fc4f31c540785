"""What the models feature can be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelsSettings:
    """One endpoint that speaks OpenAI's protocol, on this machine or elsewhere. More are added as deployments.

    - `base_url`: the address, such as "http://127.0.0.1:11434/v1". Nothing is sent anywhere until it is set.
    - `model`, `embedding_model`: the model that writes, and the one that computes vectors, by their names there.
    - `api_key`: the key of the endpoint, if it needs one.
    - `timeout_s`: the time limit for one whole reply.
    - `context_tokens`: the maximum length of a request, estimated at four bytes a token. Set it to what the model
      accepts, because many endpoints truncate longer requests silently.
    - `usd_per_million_in`, `usd_per_million_out`, `usd_per_million_embedded`: prices in US dollars for a million
      tokens. Without prices, costs are recorded as unknown, not as 0.
    - `local_memory_gb`: the memory that models on this machine may use together; 0 means most of what it has.
    - `local_idle_s`: a local model that nobody has used for this long leaves the memory.
    - `hf_url`, `ms_url`: the hubs, or mirrors of them, from which models are fetched when somebody adds one, and at
      no other time.
    - `proxy`: the proxy for this, such as "http://proxy:3128".
    - `facts`: a model that is asked a question close to a corrected one is told the correction, as binding.
    """

    base_url: str = ""
    model: str = ""
    embedding_model: str = ""
    api_key: str = field(default="", repr=False)
    timeout_s: float = 120.0
    context_tokens: int = 12_000
    usd_per_million_in: float | None = None
    usd_per_million_out: float | None = None
    usd_per_million_embedded: float | None = None
    local_memory_gb: float = 0.0
    local_idle_s: float = 600.0
    hf_url: str = "https://huggingface.co"
    ms_url: str = "https://modelscope.cn"
    proxy: str = ""
    facts: bool = True

    def __post_init__(self) -> None:
        for name in ("hf_url", "ms_url", "proxy"):
            self._check_place(name)
        if self.base_url:
            self._check_base_url()
        elif self.model or self.embedding_model or self.api_key:
            raise ValueError("there is a model or an api_key but no base_url. Say where the endpoint is.")
        if self.base_url and not (self.model or self.embedding_model):
            raise ValueError(f"base_url = {self.base_url!r} has no model. Name one in model, or in embedding_model.")
        if not (self.api_key.isascii() and self.api_key.isprintable() and " " not in self.api_key):
            raise ValueError("api_key holds spaces or characters that no key has. Copy it again.")
        if self.timeout_s <= 0 or self.context_tokens <= 0:
            raise ValueError(f"{self.timeout_s = } and {self.context_tokens = } must be more than 0.")

        if self.local_memory_gb < 0 or self.local_idle_s <= 0:
            raise ValueError(f"{self.local_memory_gb = } and {self.local_idle_s = } must not be less than 0.")

    def _check_place(self, name: str) -> None:
        told = getattr(self, name)
        schemes = ("http://",) if name == "proxy" else ("https://", "http://")
        whole = told.startswith(schemes) and urlsplit(told).hostname
        if whole or (name == "proxy" and not told):
            return
        raise ValueError(f"{name} = {told!r}. Expected an address such as {schemes[0]}mirror.example.com.")

    def _check_base_url(self) -> None:
        try:
            url = urlsplit(self.base_url)
            whole = url.scheme in ("http", "https") and url.hostname and not url.query and not url.fragment
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(f"base_url = {self.base_url!r}. Expected an address such as https://api.example.com/v1.")
        if "@" in url.netloc:
            raise ValueError("base_url holds a user or a password. Put a key into api_key: addresses are logged.")
        if url.path.endswith("/chat/completions"):
            raise ValueError(f"base_url = {self.base_url!r}. Leave out /chat/completions at its end.")
