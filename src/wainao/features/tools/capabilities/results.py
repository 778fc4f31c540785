"""tools:result: the whole of what a tool gave, page by page, where a model or a screen got only its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from wainao.features.tools.desk import Desk
from wainao.features.tools.types import ToolOutput, Value
from wainao.kernel import Call, Capability, NotFoundError, Spec, UsageError
from wainao.store.works import free, whole
from wainao.types import Words

MOST = 1_000
"""Items or lines of a page."""
LONGEST_LINE = 2_000
"""Characters; a longer line goes on in the next."""
_SOME_RECEIPT = "01hzy3v9c4k7q2m8t5w6x0n1bd"


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultInput:
    """From the item or line `start` on, counted from 0, `count` of them."""

    receipt: str
    start: int = 0
    count: int = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultPage:
    """`total` are all there are. A list is told in `items`, and is the field `of` where it stands in an object;
    everything else is `text`, by lines. `following` is the next `start`, None at the end.
    """

    receipt: str
    unit: Literal["items", "lines"]
    of: str
    start: int
    total: int
    items: tuple[Value, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    following: int | None = None


RESULT = Spec(
    name="tools:result",
    title=Words("结果全文", "Full result"),
    description=Words(
        "分页查看一次工具调用的完整结果：列表按项，其余按行。",
        "Show the full result of a tool call, page by page: a list by its items, everything else by lines.",
    ),
    input=ResultInput,
    output=ResultPage,
    estimate=free,
    example=ResultInput(receipt=_SOME_RECEIPT, start=50),
)


async def _result(desk: Desk, call: Call) -> ResultPage:
    given: ResultInput = call.input
    if not (given.start >= 0 and 1 <= given.count <= MOST):
        raise UsageError(
            f"start = {given.start!r} and count = {given.count!r}. Expected a start from 0 and a count of 1 to {MOST}. "
            "Ask for the next page with the start that the last one told."
        )
    of, everything = _parts(desk, call, await given_by(call, given.receipt))
    end = given.start + given.count
    page = everything[given.start : end]
    is_text = isinstance(everything, _Lines)
    return ResultPage(
        receipt=given.receipt,
        unit="lines" if is_text else "items",
        of=of,
        start=given.start,
        total=len(everything),
        items=() if is_text else tuple(page),
        text="\n".join(page) if is_text else "",
        following=end if end < len(everything) else None,
    )


async def given_by(call: Call, receipt: str) -> ToolOutput:
    """What that receipt says a tool gave, itself or as a job. Raises NotFoundError where it says nothing of it."""
    show = call.kernel.spec("receipts:show")
    told = (await call.run(show.name, show.input(receipt=receipt))).output.output
    while isinstance(told, dict) and isinstance(told.get("output"), dict):  # of a job that was followed
        told = told["output"]
    if not isinstance(told, dict):
        raise NotFoundError(
            f"The receipt {receipt!r} has no result. Expected one of a call of a tool that has ended, and that was not "
            "erased. Look at it: 'wainao receipt'."
        )
    return msgspec.convert(told, ToolOutput) if "text" in told else ToolOutput(text="", data=told)


class _Lines(tuple[str, ...]):
    """A text, line by line."""


def _parts(desk: Desk, call: Call, output: ToolOutput) -> tuple[str, Sequence[Any]]:
    """The list that a result is, or the only one in it, by its field; else its lines."""
    data = output.data
    if isinstance(data, list):
        return "", data
    lists = [name for name, value in data.items() if isinstance(value, list)] if isinstance(data, dict) else []
    if len(lists) == 1 and isinstance(data, dict):
        return lists[0], data[lists[0]]
    if data is not None:
        return "", _lines(msgspec.json.format(msgspec.json.encode(data)).decode())
    return "", _lines(_text(desk, call, output))


def _text(desk: Desk, call: Call, output: ToolOutput) -> str:
    """All of a text, which is in a file where what was shown is a part of it."""
    for file in output.files:
        if file.media_type.startswith("text/"):
            kept = desk.files.read(file.digest, tenant=call.actor.tenant, actor=call.actor.id)
            return kept.data.decode("utf-8", "replace")
    return output.text


def _lines(text: str) -> _Lines:
    return _Lines(
        line[at : at + LONGEST_LINE] for line in text.splitlines() for at in range(0, max(1, len(line)), LONGEST_LINE)
    )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((RESULT, _result),))
