"""Asking without the overlay: what would be said if nobody had corrected anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_world import ADMIN, CORRECTABLE, READER, Ask, Censor, Plain, World, ruling, telling, world

from wainao.kernel import Call, DeniedError
from wainao.testing import FixedCorrections

pytestmark = pytest.mark.anyio

OFF = ("correction", "off")


def corrected(*more: Plain) -> World:
    """A capability that says "four" and was corrected to say "five"."""
    corrections = FixedCorrections({"2+2?": ruling("2+2?", "five")})
    return world(telling("four"), *more, spec={"correctable": CORRECTABLE}, corrections=corrections)


async def test_without_the_overlay_the_capability_answers_on_record():
    office = corrected()
    assert (await office.run(Ask(question="2+2?"), actor=ADMIN)).output.text == "five"
    outcome = await office.run(Ask(question="2+2?"), actor=ADMIN, overlay=False)
    assert (outcome.output.text, outcome.correction, outcome.related) == ("four", None, ())
    assert OFF in [(verdict.by, verdict.said) for verdict in office.last.verdicts]
    assert office.last.correction is None


async def test_a_stream_can_do_without_it_too():
    office = corrected()
    async with office.kernel.stream("test:plain", Ask(question="2+2?"), actor=ADMIN, overlay=False) as stream:
        assert [item.text async for item in stream] == ["four"]
    assert stream.outcome.output.text == "four"


@pytest.mark.parametrize("outer", [None, False])
@pytest.mark.parametrize("inner", [None, True, False])
async def test_what_a_call_does_without_its_calls_do_without(outer, inner):
    async def invoke(call: Call):
        yield (await call.run("test:plain", call.input, overlay=inner)).output

    office = corrected(Plain(invoke, name="test:outer"))
    outcome = await office.run(Ask(question="2+2?"), name="test:outer", actor=ADMIN, overlay=outer)
    assert outcome.output.text == ("four" if False in (outer, inner) else "five")


async def test_only_an_administrator_may_do_without():
    office = corrected()
    with pytest.raises(DeniedError, match="without its corrections"):
        await office.run(Ask(question="2+2?"), actor=READER, overlay=False)
    assert office.last.status == "denied"


async def test_nobody_slips_past_the_corrections_through_a_call_of_theirs():
    async def invoke(call: Call):
        yield (await call.run("test:plain", call.input, overlay=False)).output

    office = corrected(Plain(invoke, name="test:outer"))
    with pytest.raises(DeniedError):
        await office.run(Ask(question="2+2?"), name="test:outer", actor=READER)


async def test_what_cannot_be_corrected_has_nothing_to_leave_off():
    office = world(telling("four"))
    await office.run(Ask(question="2+2?"), actor=ADMIN, overlay=False)
    assert OFF not in [(verdict.by, verdict.said) for verdict in office.last.verdicts]


async def test_an_evaluation_meets_the_corrections_that_a_call_within_another_does_not():
    def outer(overlay: bool | None):
        async def invoke(call: Call):
            yield (await call.run("test:plain", call.input, overlay=overlay)).output

        return Plain(invoke, name=f"test:outer-{overlay}".lower())

    correctable = replace(CORRECTABLE, inner=False)
    corrections = FixedCorrections({"2+2?": ruling("2+2?", "five")})
    office = world(
        telling("four"), *map(outer, (None, True)), spec={"correctable": correctable}, corrections=corrections
    )
    said = [
        (await office.run(Ask(question="2+2?"), name=name)).output.text
        for name in ("test:outer-none", "test:outer-true")
    ]
    assert said == ["four", "five"]


def test_the_kernel_tells_what_governs_its_calls():
    office = world(telling("four"), guards=(Censor(words=("x",)),))
    assert office.kernel.versions == {"policy": "rights-4", "guards": "words both"}
