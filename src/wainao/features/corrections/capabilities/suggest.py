"""corrections:suggest-aliases: other wordings of corrected questions, in bulk, for a person to confirm."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.corrections.register import Register
from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.suggesting import RECEIPTS, Suggesting, Suggestion
from wainao.kernel import Call, ConflictError, Spec, UsageError
from wainao.store.portion import MAX_LISTED, Portion
from wainao.types import Words

LONG_S = 6 * 3_600.0
PATIENCE_S = 60.0
MOST_RECEIPTS = 20_000
MOST_WORDINGS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestInput:
    """Looks through the newest `receipts` of `capability`, or of each that corrections answer for, for what was asked
    `least` times and only came close.

    `route` leads to a model that must find each of them the same, too, and that writes `each` wordings of its own for
    every standing correction. `dry_run` only says what would be proposed.
    """

    capability: str | None = None
    receipts: int = 2_000
    least: int = 2
    route: str = ""
    each: int = 0
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggested:
    """What waits now for a person, as aliases proposed, or would, after a dry run."""

    suggestions: tuple[Suggestion, ...]
    dry_run: bool


class Suggest:
    """Streams each `Suggestion` as it is found."""

    spec = Spec(
        name="corrections:suggest-aliases",
        title=Words("批量提议别问法", "Suggest aliases"),
        description=Words(
            "为更正过的问题提议别问法：从回执里找出反复被问的，或由模型写出。每一条都由人批准后才生效。",
            "Propose other wordings of corrected questions: wordings that were asked repeatedly, and "
            "wordings that a model writes. A person decides on each one.",
        ),
        input=SuggestInput,
        output=Suggested,
        risk="write",
        right="admin",
        timeout_s=LONG_S,
        example=SuggestInput(dry_run=True),
    )

    def __init__(self, service: CorrectionService, register: Register) -> None:
        self._service = service
        self._register = register

    async def invoke(self, call: Call) -> AsyncIterator[Suggestion | Suggested]:
        given: SuggestInput = call.input
        _check(given)
        found: list[Suggestion] = []
        async for suggestion in self._found(call, given):
            if given.dry_run or await self._proposed(call, suggestion):
                found.append(suggestion)
                yield suggestion
        yield Suggested(suggestions=tuple(found), dry_run=given.dry_run)

    async def _found(self, call: Call, given: SuggestInput) -> AsyncIterator[Suggestion]:
        suggesting = Suggesting(self._service, self._register, route=given.route, patience_s=PATIENCE_S)
        if RECEIPTS in call.kernel:
            capabilities = [given.capability] if given.capability else _correctable(call)
            async for suggestion in suggesting.of_receipts(
                call, capabilities=capabilities, receipts=given.receipts, least=given.least
            ):
                yield suggestion
        if given.each:
            standing = await self._register.listed(
                actor=call.actor, state="standing", query="", portion=Portion(limit=MAX_LISTED)
            )
            async for suggestion in suggesting.of_model(call, standing, each=given.each):
                yield suggestion

    async def _proposed(self, call: Call, suggestion: Suggestion) -> bool:
        try:
            await self._register.alias(
                actor=call.actor,
                receipt=call.id,
                correction=suggestion.correction,
                question=suggestion.question,
                hold=True,
            )
        except (ConflictError, UsageError) as error:  # it was revoked on the way, or the wording is no question
            call.noted("suggestion", "left out", str(error))
            return False
        return True


def _correctable(call: Call) -> list[str]:
    return [spec.name for spec in call.kernel.specs(call.actor) if spec.correctable is not None]


def _check(given: SuggestInput) -> None:
    if not 1 <= given.receipts <= MOST_RECEIPTS:
        raise UsageError(f"receipts = {given.receipts!r}. Expected 1 to {MOST_RECEIPTS:,}.")
    if given.least < 1:
        raise UsageError(f"least = {given.least!r}. Expected how often a question was asked: 1 or more.")
    if not 0 <= given.each <= MOST_WORDINGS:
        raise UsageError(f"each = {given.each!r}. Expected 0 to {MOST_WORDINGS} wordings for each correction.")
    if given.each and not given.route:
        raise UsageError(f"each = {given.each!r} asks a model to write, and no route leads to one. Name it in route.")
