"""What a machine chose to do may read; whatever writes or acts waits for a person, whoever it is for."""

from __future__ import annotations

import pytest
from small_world import ADMIN, READER, Ask, Plain, telling, world

from wainao.kernel import Call, NeedsPersonError, Verdict
from wainao.testing import InMemoryApprovals

pytestmark = pytest.mark.anyio


def calling(name: str, *, tainted: bool):
    async def invoke(call: Call):
        yield (await call.run(name, call.input, tainted=tainted)).output

    return invoke


async def test_a_machine_reads_without_asking_on_record():
    office = world(telling("four"))
    assert (await office.run(tainted=True)).output.text == "four"
    assert ("caller", "machine") in [(verdict.by, verdict.said) for verdict in office.last.verdicts]


@pytest.mark.parametrize("risk", ["write", "act"])
async def test_even_for_an_administrator_what_a_machine_chose_waits(risk):
    office = world(telling("done"), spec={"risk": risk})
    with pytest.raises(NeedsPersonError, match="machine chose"):
        await office.run(actor=ADMIN, tainted=True)
    assert (await office.run(actor=ADMIN)).output.text == "done"


async def test_all_that_it_calls_is_of_the_machine_too():
    """Two calls down, by a capability that knows of no machine."""
    office = world(
        calling("test:middle", tainted=True),
        Plain(calling("test:send", tainted=False), name="test:middle"),
        Plain(telling("sent"), name="test:send", risk="write"),
    )
    with pytest.raises(NeedsPersonError):
        await office.run(actor=ADMIN)
    (waiting,) = office.approvals.waiting
    office.approvals.approve(waiting)
    assert (await office.run(actor=ADMIN)).output.text == "sent"
    with pytest.raises(NeedsPersonError):  # the approval served once
        await office.run(actor=ADMIN)


class Granted(InMemoryApprovals):
    async def granted(self, call: Call) -> str | None:
        return "under a grant" if call.input == Ask(question="small") else None


async def test_a_standing_grant_spares_the_person_and_is_on_record():
    office = world(telling("done"), spec={"risk": "write"}, approvals=Granted())
    assert (await office.run(Ask(question="small"), actor=ADMIN, tainted=True)).output.text == "done"
    assert Verdict(by="approval", said="allow", why="under a grant") in office.last.verdicts
    with pytest.raises(NeedsPersonError):
        await office.run(Ask(question="large"), actor=ADMIN, tainted=True)


async def test_no_grant_gives_a_right_that_the_actor_has_not():
    office = world(telling("done"), spec={"risk": "act"}, approvals=Granted())
    with pytest.raises(Exception, match="needs the right 'act'"):
        await office.run(Ask(question="small"), actor=READER, tainted=True)
