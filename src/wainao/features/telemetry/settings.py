"""Where receipts are sent as traces, if anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

PATH = "/v1/traces"


@dataclass(frozen=True, kw_only=True, slots=True)
class TelemetrySettings:
    """Receipts as OpenTelemetry traces. Nothing is sent until `endpoint` is set.

    - `endpoint`: a collector that takes OTLP over HTTP as JSON, such as `http://127.0.0.1:4318`; `/v1/traces` is added
      where it does not end so.
    - `contents`: what was asked and answered goes along. It is then out of reach of `receipts:erase`.
    - `every_s`: seconds between two looks for new receipts.

    A header that the collector wants, a key say, is not written here: `telemetry:authorize` keeps it sealed.
    """

    endpoint: str = ""
    contents: bool = False
    every_s: float = 5.0

    def __post_init__(self) -> None:
        if self.endpoint:
            self._check_endpoint()
        elif self.contents:
            raise ValueError("contents is on but there is no endpoint. Say where the collector is, or switch it off.")
        if self.every_s <= 0.0:
            raise ValueError(f"every_s = {self.every_s!r}. Expected seconds, more than 0.")

    def _check_endpoint(self) -> None:
        try:
            url = urlsplit(self.endpoint)
            whole = url.scheme in ("http", "https") and url.hostname and not url.query and not url.fragment
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(f"endpoint = {self.endpoint!r}. Expected an address such as http://127.0.0.1:4318.")
        if "@" in url.netloc:
            raise ValueError("endpoint holds a user or a password. Set a header with telemetry:authorize instead.")

    @property
    def url(self) -> str:
        """Where traces go."""
        plain = self.endpoint.rstrip("/")
        return plain if plain.endswith(PATH) else plain + PATH
