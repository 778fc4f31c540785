"""What was asked, read out of a receipt or out of an item of the queue, which stands for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.features.corrections.queue import Entry
from wainao.kernel import Call, NotFoundError, UsageError


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question, with what it was put to, as far as there is a `receipt` that says so."""

    question: str
    bases: tuple[str, ...] | None = None
    capability: str | None = None
    receipt: str | None = None


async def asked_in(call: Call, receipt: str) -> Asked:
    """What was asked in the call of a receipt, which the actor must be able to see."""
    show = call.kernel.spec("receipts:show")
    shown = (await call.run(show.name, show.input(receipt=receipt))).output
    return _asked(call, receipt, shown.capability, shown.input)


def asked_of(call: Call, entry: Entry) -> Asked:
    """What was asked in the call that somebody was not satisfied with."""
    return _asked(call, entry.receipt, entry.capability, entry.input)


def _asked(call: Call, receipt: str, capability: str, input: Any) -> Asked:  # as the ledger has it: plain JSON
    try:
        spec = call.kernel.spec(capability, call.actor)
    except NotFoundError:
        told = f"{receipt!r} is a receipt of {capability!r}, which is not here. Give the question."
        raise NotFoundError(told) from None
    if spec.correctable is None:
        raise UsageError(f"{spec.name!r} answers no question, so {receipt!r} cannot be corrected. Give the question.")
    try:
        asked: Any = msgspec.convert(input, spec.input)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"The question of {receipt!r} cannot be read any more ({error}); its content may have been erased. "
            "Give the question instead of the receipt."
        ) from error
    question = spec.correctable.question(asked)
    if not question:
        raise UsageError(
            f"What {receipt!r} asked is no question by itself: it went on with a conversation, or wanted more than "
            "words. Give the question instead of the receipt."
        )
    return Asked(question=question, bases=spec.correctable.bases(asked), capability=spec.name, receipt=receipt)
