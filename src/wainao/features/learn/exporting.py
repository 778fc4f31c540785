"""Corrections, votes and cases as data that trainers and other programs read, each row with where it comes from.

The shapes are TRL's conversational ones (`SFTTrainer`: "messages"; `DPOTrainer`: "prompt", "chosen", "rejected", each a
list of turns); see https://huggingface.co/docs/trl/dataset_formats.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, Literal

import msgspec

from wainao.features.learn.asking import text_of
from wainao.features.learn.manifest import corrections, listed
from wainao.features.learn.types import Case
from wainao.kernel import Call, EngineError, NotFoundError, SettingsError

What = Literal["demonstrations", "preferences", "cases"]
Format = Literal["jsonl", "parquet"]

Row = dict[str, Any]


async def demonstrations(call: Call) -> list[Row]:
    """One conversation for each correction in force, and for each wording that was confirmed."""
    rows = []
    async for one in corrections(call):
        for question in (one.question, *one.aliases):
            messages = [_turn("user", question), _turn("assistant", one.answer)]
            rows.append({"messages": messages, "provenance": _of(one)})
    return rows


async def preferences(call: Call) -> list[Row]:
    """Pairs: what a person corrected beside what had been said, and what people voted for beside what they did not."""
    voted = [_voted(vote) async for vote in listed(call, "models:votes", "votes")]
    return [row async for row in _corrected(call)] + voted


async def _corrected(call: Call) -> AsyncIterator[Row]:
    async for one in corrections(call):
        rejected = await _said(call, one.source) if one.source else ""
        if rejected and rejected.strip() != one.answer.strip():
            yield _pair(one.question, one.answer, rejected, _of(one))


async def _said(call: Call, receipt: str) -> str:
    """What the answer was that somebody corrected; "" if its contents were erased, or it is not to be seen."""
    if "receipts:show" not in call.kernel:
        return ""
    spec = call.kernel.spec("receipts:show")
    try:
        shown = (await call.run(spec.name, spec.input(receipt=receipt))).output
        output: Any = msgspec.convert(shown.output, call.kernel.spec(shown.capability).output)
    except (NotFoundError, msgspec.ValidationError):
        return ""
    return text_of(output)


def _voted(vote: Any) -> Row:
    provenance = {
        "receipt": vote.rejected_receipt,
        "chosen_receipt": vote.chosen_receipt,
        "vote": vote.vote,
        "author": vote.actor,
    }
    return _pair(vote.question, vote.chosen, vote.rejected, provenance)


def _pair(question: str, chosen: str, rejected: str, provenance: Row) -> Row:
    return {
        "prompt": [_turn("user", question)],
        "chosen": [_turn("assistant", chosen)],
        "rejected": [_turn("assistant", rejected)],
        "provenance": provenance,
    }


def _turn(role: str, content: str) -> Row:
    return {"role": role, "content": content}


def _of(correction: Any) -> Row:
    return {
        "correction": correction.id,
        "receipt": correction.source or "",
        "author": correction.author,
        "written_at": correction.written_at,
    }


def rows_of(cases: Iterable[Case]) -> list[Row]:
    """A set of cases as `evaluations:add` takes it in again."""
    rows = []
    for case in cases:
        if case.erased:
            continue
        row = msgspec.to_builtins(case)
        row["expect"] = [{name: it for name, it in one.items() if it not in (None, "")} for one in row["expect"]]
        rows.append(row)
    return rows


def written(rows: Sequence[Row], format: Format) -> bytes:
    """The rows as a file. Raises SettingsError where pyarrow is needed and not there."""
    if format == "parquet":
        return _parquet(rows)
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def _parquet(rows: Sequence[Row]) -> bytes:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise SettingsError(
            "Parquet was asked for, and pyarrow, which writes it, is not installed. Expected it beside Wainao: run "
            'pip install "wainao[parquet]", or ask for jsonl.'
        ) from error
    file = io.BytesIO()
    try:
        parquet.write_table(pyarrow.Table.from_pylist(list(rows)), file)
    except pyarrow.ArrowException as error:
        raise EngineError(f"These rows do not fit a table: {error}. Ask for jsonl, which takes any.") from error
    return file.getvalue()
