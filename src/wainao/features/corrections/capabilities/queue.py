"""corrections:dissatisfied, queue and dismiss: answers that wait for a person who knows better."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wainao.features.corrections.capabilities.asked import asked_in, asked_of
from wainao.features.corrections.queue import Entry, Queue
from wainao.features.corrections.types import QueueState
from wainao.kernel import Call, Spec, UsageError
from wainao.store.moments import iso
from wainao.store.portion import Portion
from wainao.types import Words

_SOME_RECEIPT = "01hzy3v9c4k7q2m8t5w6x0n1bd"
_SOME_ITEM = "06h00cv2benqoidlkocprpap4o"


@dataclass(frozen=True, kw_only=True, slots=True)
class DissatisfiedInput:
    """The receipt of an answer that is not right, from somebody who need not know what is; `why`, if that is known."""

    receipt: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueStatus:
    item: str
    status: QueueState


DISSATISFIED = Spec(
    name="corrections:dissatisfied",
    title=Words("不满意", "Not satisfied"),
    description=Words(
        "报告一个回答不对，不必知道正确答案。它会进入队列，等了解情况的人处理。",
        "Report an answer as wrong without knowing the right one. It waits in a queue for somebody who knows.",
    ),
    input=DissatisfiedInput,
    output=QueueStatus,
    risk="write",
    right="read",
    example=DissatisfiedInput(receipt=_SOME_RECEIPT, why="没有说到试用期。It does not say about probation."),
)


async def _dissatisfied(queue: Queue, call: Call) -> QueueStatus:
    given: DissatisfiedInput = call.input
    asked = await asked_in(call, given.receipt)
    item = await queue.add(
        actor=call.actor,
        deed=call.id,
        receipt=given.receipt,
        capability=str(asked.capability),
        bases=asked.bases,
        why=given.why,
    )
    return QueueStatus(item=item, status="open")


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueInput(Portion):
    """One `item`, or the newest in that `state`; None: in any."""

    state: QueueState | None = "open"
    item: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueItem:
    """An answer that somebody (`by`) was not satisfied with, at `at`.

    `question`, `answer` and the `citations` beside it are those of the receipt; None once that was erased. A closed
    item names the `correction` that answers it, or says why it was dismissed. Times are UTC in ISO 8601.
    """

    id: str
    receipt: str
    capability: str
    state: QueueState
    by: str
    at: str
    why: str = field(repr=False)
    question: str | None = field(repr=False)
    answer: str | None = field(repr=False)
    citations: tuple[Any, ...] = field(repr=False)
    correction: str | None
    closed_by: str | None
    closed_at: str | None
    closed_why: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueList:
    items: tuple[QueueItem, ...]


QUEUE = Spec(
    name="corrections:queue",
    title=Words("不满意的回答", "Unsatisfying answers"),
    description=Words(
        "列出被报告为不对、等待处理的回答，连同问题、引用的段落和原因。",
        "List answers that were reported as not right, with the question, the cited passages and the reason.",
    ),
    input=QueueInput,
    output=QueueList,
    example=QueueInput(),
)


async def _queue(queue: Queue, call: Call) -> QueueList:
    given: QueueInput = call.input
    if given.item is not None:
        found = [await queue.entry(actor=call.actor, item=given.item)]
    else:
        found = await queue.entries(actor=call.actor, state=given.state, portion=given)
    return QueueList(items=tuple(_item(call, entry) for entry in found))


def _item(call: Call, entry: Entry) -> QueueItem:
    said: Any = entry.output if isinstance(entry.output, dict) else {}
    return QueueItem(
        id=entry.id,
        receipt=entry.receipt,
        capability=entry.capability,
        state=entry.state,
        by=entry.by,
        at=iso(entry.at_us),
        why=entry.why,
        question=_question(call, entry),
        answer=next((said[name] for name in ("answer", "text") if isinstance(said.get(name), str)), None),
        citations=tuple(said.get("citations") or ()),
        correction=entry.correction,
        closed_by=entry.closed_by,
        closed_at=None if entry.closed_us is None else iso(entry.closed_us),
        closed_why=entry.closed_why,
    )


def _question(call: Call, entry: Entry) -> str | None:
    try:
        return asked_of(call, entry).question
    except UsageError:  # erased, or the capability is gone: the item still says that there was something
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class DismissInput:
    """An open item of the queue that needs no correction, and why."""

    item: str
    why: str = ""


DISMISS = Spec(
    name="corrections:dismiss",
    title=Words("不予更正", "Dismiss an item"),
    description=Words(
        "关闭队列中的一项而不更正，因为回答没有错，或不值得更正。",
        "Close an item of the queue without a correction, because the answer is right or not worth correcting.",
    ),
    input=DismissInput,
    output=QueueStatus,
    risk="write",
    example=DismissInput(item=_SOME_ITEM, why="回答是对的。The answer is right."),
)


async def _dismiss(queue: Queue, call: Call) -> QueueStatus:
    given: DismissInput = call.input
    await queue.dismiss(actor=call.actor, deed=call.id, item=given.item, why=given.why)
    return QueueStatus(item=given.item, status="dismissed")


WORK = ((DISSATISFIED, _dissatisfied), (QUEUE, _queue), (DISMISS, _dismiss))
