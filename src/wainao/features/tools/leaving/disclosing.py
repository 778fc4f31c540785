"""tools:disclose: what a machine wants to send to somebody outside, put before a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.tools.types import Value
from wainao.kernel import Call, Spec
from wainao.store.works import free
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscloseInput:
    """`tool` would send `sends` (an address, or its arguments) to `host`; `read` names what was read before."""

    tool: str
    host: str
    sends: Value
    read: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosed:
    host: str


class Disclose:
    """A person approves it or does not: approving lets exactly this leave, once."""

    spec = Spec(
        name="tools:disclose",
        title=Words("向外发送", "Send data outside"),
        description=Words(
            "机器要把自己写出的网址或内容发往外部，其中可能有它读到的内部资料：批准这次调用，就放行这一次。",
            "A machine wants to send an address or values of its own making to somebody outside, and what it has read "
            "may be in them: approving this call lets exactly that go, once.",
        ),
        input=DiscloseInput,
        output=Disclosed,
        risk="act",
        right="read",
        estimate=free,
        example=DiscloseInput(tool="web:read", host="example.com", sends="https://example.com/?q=Lyon"),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Disclosed]:
        yield Disclosed(host=call.input.host)
