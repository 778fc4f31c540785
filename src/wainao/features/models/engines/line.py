"""The line to one endpoint: its address, its key, and its refusals as our errors.

Asking again is not decided here: the router knows whom else to ask.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TypeVar
from urllib.parse import quote

import msgspec

from wainao.features.models.engines.quirks import Auth
from wainao.features.models.engines.told import Told
from wainao.features.models.errors import ModelBusyError, ModelError, RefusedError, TooLongError
from wainao.kernel.errors import SettingsError, WainaoError
from wainao.store.egress import Egress, Exchange, Reply

S = TypeVar("S", bound=Told)

MAX_TOLD_CHARS = 300
"""How much of an endpoint's own words an error of ours repeats."""

JSON = "application/json"

_TOO_LONG = re.compile(
    r"context.{0,12}(length|window|size)|maximum.{0,20}tokens|too many tokens|prompt is too long|input.{0,20}too long"
    r"|exceed.{0,40}tokens|exceeds the available context|range of input length|超.{0,12}(上下文|长度|token)",
    re.IGNORECASE,
)
"""How the many endpoints say that a conversation is longer than the model's context: there is no common code for it."""


class Line:
    """Reached through `egress` and nothing else. The key never shows in what is raised."""

    def __init__(
        self,
        base_url: str,
        *,
        egress: Egress,
        api_key: str = "",
        auth: Auth = "bearer",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.egress = egress
        self.headers = {**(headers or {}), **_shown(auth, api_key)}
        self._base_url = base_url.rstrip("/")
        self._query = f"key={quote(api_key, safe='')}" if auth == "query" and api_key else ""
        self._key = api_key

    def url(self, path: str) -> str:
        joint = ("&" if "?" in path else "?") if self._query else ""
        return f"{self._base_url}{path}{joint}{self._query}"

    def post(self, path: str, body: object, *, headers: Mapping[str, str] | None = None) -> Asking:
        """Send `body` as JSON."""
        return self.send("POST", path, content=msgspec.json.encode(body), content_type=JSON, headers=headers)

    def get(self, path: str) -> Asking:
        return self.send("GET", path)

    def send(
        self,
        method: str,
        path: str,
        *,
        content: bytes = b"",
        content_type: str = JSON,
        headers: Mapping[str, str] | None = None,
    ) -> Asking:
        """An asynchronous context manager that gives the reply, if the endpoint accepts the request."""
        sent = {
            "accept": "text/event-stream, application/json",
            "content-type": content_type,
            **self.headers,
            **(headers or {}),
        }
        return Asking(self, self.egress.send(method, self.url(path), headers=sent, content=content))

    def decoded(self, data: str | bytes, kind: type[S]) -> S:
        """What the endpoint sent. Raises ModelError for what its protocol does not know, and for errors in it."""
        try:
            told = msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ModelError(
                f"The endpoint sent {self.quoted(data)}, which is not what its protocol says ({error}). Check what "
                "answers at base_url."
            ) from error
        if told.is_error:
            raise self.failed(told)
        return told

    def failed(self, told: Told) -> ModelError:
        """An error that came with a good status."""
        if told.is_busy:
            return ModelBusyError(f"The endpoint has no room now: {self.quoted(told.words)}. Try again later.")
        return ModelError(f"The endpoint failed: {self.quoted(told.words)}.")

    async def refusal(self, reply: Reply) -> WainaoError:
        """What a reply with a bad status says."""
        body = await reply.read()
        try:
            told = msgspec.json.decode(body, type=Told)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            told = Told(message=body.decode(errors="replace"))
        said, status = self.quoted(told.words), reply.status
        if status in (401, 403):
            return SettingsError(f"The endpoint does not accept the key: {said}. Give it another api_key.")
        if status == 402:
            return SettingsError(f"The endpoint wants to be paid first: {said}. Look at the account there.")
        if status == 404:
            return SettingsError(f"The endpoint knows no such model or route: {said}. Check its base_url and model.")
        if status in (429, 502, 503, 504, 529):
            return ModelBusyError(
                f"The endpoint has no room now ({status}): {said}. Try again later.",
                retry_after_s=_seconds(reply.headers.get("retry-after", "")),
            )
        if status in (400, 413, 422):
            kind = TooLongError if status == 413 or _TOO_LONG.search(told.words) else RefusedError
            return kind(
                f"The endpoint does not take this request ({status}): {said}. Correct it, or ask another model."
            )
        return ModelError(f"The endpoint failed ({status}): {said}.")

    def quoted(self, said: str | bytes) -> str:
        text = said if isinstance(said, str) else said.decode(errors="replace")
        if self._key:
            text = text.replace(self._key, "***")
        return repr(text if len(text) <= MAX_TOLD_CHARS else text[:MAX_TOLD_CHARS] + "…")


class Asking:
    """One request. Entering raises what the endpoint says against it."""

    __slots__ = ("_exchange", "_line")

    def __init__(self, line: Line, exchange: Exchange) -> None:
        self._line = line
        self._exchange = exchange

    async def __aenter__(self) -> Reply:
        reply = await self._exchange.__aenter__()
        if 200 <= reply.status < 300:
            return reply
        try:
            raise await self._line.refusal(reply)
        finally:
            await self._exchange.__aexit__(None, None, None)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._exchange.__aexit__(kind, error, at)


def _shown(auth: Auth, key: str) -> dict[str, str]:
    if not key or auth in ("query", "none"):
        return {}
    return {"authorization": f"Bearer {key}"} if auth == "bearer" else {auth: key}


def _seconds(retry_after: str) -> float | None:
    """Retry-After in seconds: it is a number of them, or a date."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except ValueError:
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
