"""Any interleaving of calls that begin, end and are cut off by a crash keeps what is spent and set aside in its limit,
and settles each call exactly once."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from ledger_world import draft
from meter_worker import ANN, Spending

from wainao.kernel import BudgetError, Call, Kernel, Spec
from wainao.store.budget import Budget
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Usage, Words

LIMITS = {
    "total": Budget(subject="actor:ann", period="total", calls=12, tokens=60),
    "now": Budget(subject="team:sales", period="now", calls=3),
}
WORDS = Words("花", "Spend")
SPEC = Spec(name="tools:spend", title=WORDS, description=WORDS, input=Spending, output=Spending)
KERNEL = Kernel(in_memory_ports())


@dataclass(frozen=True)
class UnderWay:
    call: Call
    tokens: int
    process: int
    life: int


class Machine(RuleBasedStateMachine):
    """Two processes on one home, as a model of them sees it: a dictionary of what is under way, and two sums."""

    under_way = Bundle("under_way")

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(mkdtemp())
        self.lives = [0, 0]
        self.homes = [self._open(), self._open()]
        self.meters = [SqliteMeter(home) for home in self.homes]
        for budget in LIMITS.values():
            asyncio.run(self.meters[0].set_budget(budget))
        self.calls = self.tokens = 0
        self.running: dict[str, UnderWay] = {}

    def _open(self) -> Home:
        return Home(self.path / "home", durable=False)

    @rule(target=under_way, process=st.integers(0, 1), tokens=st.integers(0, 25))
    def begin(self, process: int, tokens: int):
        call = Call(spec=SPEC, actor=ANN, input=Spending(tokens=tokens), draft=draft(), kernel=KERNEL, deadline=0.0)
        covered = self.calls < 12 and self.tokens + tokens <= 60 and len(self.running) < 3
        try:
            asyncio.run(self.meters[process].reserve(call, Usage(calls=1, input_tokens=tokens)))
        except BudgetError:
            assert not covered, (self.calls, self.tokens, self.running)
            return multiple()
        assert covered, (self.calls, self.tokens, self.running)
        self.calls, self.tokens = self.calls + 1, self.tokens + tokens
        one = UnderWay(call, tokens, process, self.lives[process])
        self.running[call.id] = one
        return one

    @rule(one=consumes(under_way), used=st.floats(0, 1), times=st.integers(1, 3))
    def end(self, one: UnderWay, used: float, times: int):
        if one.life != self.lives[one.process]:
            return  # its process crashed: nobody is there to end it
        tokens = int(one.tokens * used)

        async def settle() -> None:
            for _ in range(times):
                await self.meters[one.process].settle(one.call.id, Usage(calls=1, input_tokens=tokens))
            await self.homes[one.process].ledger.seal(one.call.draft)

        asyncio.run(settle())
        self.tokens += tokens - one.tokens
        del self.running[one.call.id]

    @rule(process=st.integers(0, 1))
    def crash(self, process: int):
        """What was set aside stays counted, and nothing of it is under way any more."""
        self.homes[process].close()
        self.lives[process] += 1
        self.running = {id: one for id, one in self.running.items() if one.process != process}
        self.homes[process] = self._open()
        self.meters[process] = SqliteMeter(self.homes[process])

    @invariant()
    def what_is_counted_is_what_was_used_or_set_aside_and_within_the_limits(self):
        for meter in self.meters:
            calls, tokens, *_ = meter.spent(LIMITS["total"]).amount.values
            at_once, *_ = meter.spent(LIMITS["now"]).amount.values
            assert (calls, tokens, at_once) == (self.calls, self.tokens, len(self.running))
            assert calls <= 12
            assert tokens <= 60
            assert at_once <= 3

    def teardown(self) -> None:
        for home in self.homes:
            home.close()
        shutil.rmtree(self.path)


TestSpending = Machine.TestCase
TestSpending.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
