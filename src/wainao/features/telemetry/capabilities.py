"""telemetry:show and telemetry:authorize."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

from wainao.features.telemetry.measures import measures
from wainao.features.telemetry.service import Sending
from wainao.features.telemetry.settings import TelemetrySettings
from wainao.features.telemetry.store import Sent, Stand
from wainao.kernel import Call, DeniedError, Spec, UsageError
from wainao.store.egress import origin
from wainao.store.extension import Parts
from wainao.store.home import Home
from wainao.store.works import free
from wainao.types import Words, owner

_NAME = re.compile(r"[a-z0-9-]{1,64}")
_NOT_THEIRS = frozenset({"content-length", "content-type", "host", "connection", "transfer-encoding", "user-agent"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """For a capability that has nothing to be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TelemetryState:
    """`position` is the number of the receipt that is next, `behind` how many are still to be sent.

    `spans` were taken, `refused_spans` were not and are left behind. After `failures` in a row, `error` tells the last
    one, and the next try comes at `again_us`. `headers` are the names of those that are sent along. Times are
    microseconds since 1970, UTC.
    """

    endpoint: str
    contents: bool
    headers: tuple[str, ...]
    position: int
    behind: int
    spans: int
    refused_spans: int
    sent_us: int | None
    failures: int
    again_us: int | None
    error: str | None = field(repr=False)


class ShowTelemetry:
    """`telemetry:show`."""

    spec = Spec(
        name="telemetry:show",
        title=Words("遥测进度", "Telemetry"),
        description=Words(
            "回执作为 OpenTelemetry 追踪发送到了哪里：位置、落后多少、最近一次错误。",
            "How far receipts have been sent as OpenTelemetry traces: the position, how many are left, the last error.",
        ),
        input=Nothing,
        output=TelemetryState,
        right="admin",
        estimate=free,
        example=Nothing(),
    )

    def __init__(self, settings: TelemetrySettings, sent: Sent) -> None:
        self._settings = settings
        self._sent = sent

    async def invoke(self, call: Call) -> AsyncIterator[TelemetryState]:
        _refuse_tenants(call)
        url = self._settings.url if self._settings.endpoint else ""
        size = self._sent.size()
        stand = self._sent.stand() or Stand(position=size)
        yield TelemetryState(
            endpoint=url,
            contents=self._settings.contents,
            headers=self._sent.names(origin(url)) if url else (),
            position=stand.position,
            behind=size - stand.position,
            spans=stand.spans,
            refused_spans=stand.refused,
            sent_us=stand.sent_us,
            failures=stand.failures,
            again_us=stand.again_us or None,
            error=stand.error,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class HeaderInput:
    """A header that the collector wants; without a `value` it is sent no longer.

    It goes to the endpoint of the settings alone: another one wants it given again.
    """

    name: str = "authorization"
    value: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Headers:
    """Which headers are sent along, by their names."""

    endpoint: str
    headers: tuple[str, ...]


class AuthorizeTelemetry:
    """`telemetry:authorize`."""

    spec = Spec(
        name="telemetry:authorize",
        title=Words("遥测密钥", "Key of the collector"),
        description=Words(
            "设定发送追踪时附带的一个请求头，例如收集器的密钥；加密保存，不再显示。",
            "Set a header that traces are sent with, such as the collector's key: sealed, and shown nowhere again.",
        ),
        input=HeaderInput,
        output=Headers,
        risk="write",
        right="admin",
        estimate=free,
        secret=frozenset({"value"}),
        example=HeaderInput(name="authorization", value="Bearer 3f9k2m7q"),
    )

    def __init__(self, settings: TelemetrySettings, sent: Sent) -> None:
        self._settings = settings
        self._sent = sent

    async def invoke(self, call: Call) -> AsyncIterator[Headers]:
        _refuse_tenants(call)
        given: HeaderInput = call.input
        name, value = given.name.lower(), given.value.strip()
        _check(name, value)
        if not self._settings.endpoint:
            raise UsageError(
                "There is no collector to authorize at: [telemetry] endpoint is ''. Expected its address. Set it, then "
                "give the header again."
            )
        place = origin(self._settings.url)
        await self._sent.put_header(place, name, value)
        yield Headers(endpoint=self._settings.url, headers=self._sent.names(place))


def parts(home: Home, settings: TelemetrySettings) -> Parts:
    sent = Sent(home)
    return Parts(
        capabilities=(ShowTelemetry(settings, sent), AuthorizeTelemetry(settings, sent)),
        measures=partial(measures, sent),
        work=Sending(home, settings, sent).work,
    )


def _check(name: str, value: str) -> None:
    if not _NAME.fullmatch(name) or name in _NOT_THEIRS:
        raise UsageError(
            f"{name!r} is no header that can be set here. Expected letters, digits and '-', and none that says how a "
            "request is sent. Use the name that the collector's documentation has, such as 'authorization'."
        )
    if not (value.isascii() and (value.isprintable() or not value)):
        raise UsageError(f"The value of {name!r} holds characters that no header may have. Copy it again.")


def _refuse_tenants(call: Call) -> None:
    if call.actor.tenant != owner().tenant:
        raise DeniedError(
            "Telemetry belongs to the owner of this installation; no administrator of another tenant, here of "
            f"{call.actor.tenant!r}, sees or changes it. Ask the owner."
        )
