"""Breaker, retry budget, window and times against a clock that a test moves: what never happens, whatever happens."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wainao.features.models.routing.breaker import IN_A_ROW, LONGEST_REST_S, Breaker
from wainao.features.models.routing.retries import RESERVE, SHARE, RetryBudget, backoff_s
from wainao.features.models.routing.times import ENOUGH, Times
from wainao.features.models.routing.window import MINUTE_S, Window


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def breaker(clock: Clock) -> Breaker:
    return Breaker(clock=clock, random=Random(7))


def fail(one: Breaker, times: int = 1, **how: bool) -> None:
    for _ in range(times):
        one.failed(trial=one.began(), **how)


class BreakerMachine(RuleBasedStateMachine):
    """Requests come, overlap, end in any order and any way, while time goes by."""

    @initialize(seed=st.integers(0, 99))
    def start(self, seed):
        self.clock = Clock()
        self.breaker = Breaker(clock=self.clock, random=Random(seed))
        self.running: list[bool] = []
        self.no_earlier_than_s = 0.0

    @rule(seconds=st.floats(0.0, 90.0))
    def time_goes_by(self, seconds):
        self.clock.now_s += seconds

    @precondition(lambda self: self.breaker.lets_pass())
    @rule()
    def a_request_begins(self):
        trial = self.breaker.began()
        assert trial == (self.breaker.state != "closed"), "who passes while it is not closed is the trial"
        self.running.append(trial)

    @precondition(lambda self: self.running)
    @rule(which=st.integers(0, 99), end=st.sampled_from(["succeeded", "failed", "hopeless", "busy", "gave_up"]))
    def one_ends(self, which, end):
        trial = self.running.pop(which % len(self.running))
        if end == "busy":
            self.breaker.is_busy(trial=trial, retry_after_s=5.0)
            self.no_earlier_than_s = self.clock.now_s + 5.0
        elif end == "hopeless":
            self.breaker.failed(trial=trial, hopeless=True)
        else:
            getattr(self.breaker, end)(trial=trial)
        if trial and end in ("failed", "hopeless"):
            assert self.breaker.state == "open", "a failed trial opens it again"
        if trial and end == "succeeded":
            assert self.breaker.state == "closed"

    @rule()
    def a_probe_finds_it_well(self):
        self.breaker.seems_well()

    @invariant()
    def one_trial_at_a_time(self):
        assert sum(self.running) <= 1

    @invariant()
    def retry_after_is_kept(self):
        assert not (self.clock.now_s < self.no_earlier_than_s and self.breaker.lets_pass())

    @invariant()
    def nobody_waits_for_ever(self):
        assert self.breaker.ready_in_s() <= 1.25 * LONGEST_REST_S
        if not any(self.running):
            clock_s, self.clock.now_s = self.clock.now_s, self.clock.now_s + self.breaker.ready_in_s() + 1e-6
            assert self.breaker.lets_pass(), "after its rest somebody may try, always"
            self.clock.now_s = clock_s


TestBreakerMachine = BreakerMachine.TestCase


def test_failures_in_a_row_open_it_and_a_success_between_them_does_not():
    clock = Clock()
    one = breaker(clock)
    fail(one, IN_A_ROW - 1)
    one.succeeded(trial=one.began())
    fail(one, IN_A_ROW - 1)
    assert one.lets_pass()
    fail(one)
    assert (one.state, one.lets_pass()) == ("open", False)


def test_half_of_the_requests_failing_opens_it_too():
    one = breaker(Clock())
    for _ in range(9):
        fail(one)
        one.succeeded(trial=one.began())
    assert one.state == "closed"
    fail(one)
    assert one.state == "open"


def test_each_failed_trial_doubles_its_rest_up_to_a_minute():
    clock, rests = Clock(), []
    one = breaker(clock)
    fail(one, IN_A_ROW)
    for _ in range(8):
        rests.append(one.ready_in_s())
        clock.now_s += rests[-1]
        fail(one)
    for n, rest in enumerate(rests):
        usual = min(2.0 * 2**n, LONGEST_REST_S)
        assert 0.75 * usual <= rest <= 1.25 * usual


def test_a_wrong_key_opens_it_at_once():
    one = breaker(Clock())
    fail(one, hopeless=True)
    assert one.ready_in_s() >= 0.75 * LONGEST_REST_S


def test_a_trial_whose_client_left_leaves_the_place_to_the_next():
    clock = Clock()
    one = breaker(clock)
    fail(one, IN_A_ROW)
    clock.now_s += one.ready_in_s()
    trial = one.began()
    assert trial
    assert not one.lets_pass()
    one.gave_up(trial=trial)
    assert one.lets_pass()


def test_what_began_before_it_opened_changes_nothing():
    one = breaker(Clock())
    early = one.began()
    fail(one, IN_A_ROW)
    rest_s = one.ready_in_s()
    one.succeeded(trial=early)
    one.failed(trial=early)
    assert (one.state, one.ready_in_s()) == ("open", rest_s)


@given(steps=st.lists(st.one_of(st.just("ask"), st.just("again"), st.floats(0.0, 3.0)), max_size=300))
def test_a_deployment_is_never_asked_again_more_often_than_its_share(steps):
    clock = Clock()
    budget, asked, again, begun_s = RetryBudget(clock=clock), 0, 0, clock.now_s
    for step in steps:
        if step == "ask":
            budget.earn()
            asked += 1
        elif step == "again":
            again += budget.spend()
        else:
            clock.now_s += step
    assert again <= RESERVE + SHARE * asked + 0.5 * (clock.now_s - begun_s) + 1e-6


def test_a_storm_is_let_through_in_a_trickle():
    budget = RetryBudget(clock=Clock())
    for _ in range(1_000):
        budget.earn()
        budget.earn()
    again = sum(budget.spend() for _ in range(1_000))
    assert again == RESERVE


@given(attempt=st.integers(0, 50), seed=st.integers(0, 999))
def test_waits_grow_and_differ(attempt, seed):
    usual = min(0.25 * 2**attempt, 8.0)
    assert 0.5 * usual <= backoff_s(attempt, Random(seed).uniform) <= 1.5 * usual


@given(
    limit=st.integers(1, 20),
    steps=st.lists(st.tuples(st.floats(0.0, 40.0), st.integers(1, 25)), max_size=60),
)
def test_no_minute_holds_more_than_its_limit(limit, steps):
    clock = Clock()
    window, taken = Window(limit, clock=clock), []
    for pause_s, amount in steps:
        clock.now_s += pause_s
        if window.room(amount):
            window.take(amount)
            taken.append((clock.now_s, amount))
        else:
            wait_s = window.room_in_s(amount)
            assert 0.0 < wait_s < MINUTE_S + 0.01
            clock.now_s += wait_s
            assert window.room(amount), "after the wait that it tells there is room"
    for begin, first in taken:
        inside = sum(amount for at, amount in taken if begin <= at < begin + MINUTE_S)
        assert inside <= max(limit, first)


def test_what_is_usual_is_known_after_a_few():
    times = Times()
    for _ in range(ENOUGH - 1):
        times.add(0.1)
        assert times.quantile(0.95) is None
    times.add(0.1)
    assert times.quantile(0.95) == 0.1
    for _ in range(20):
        times.add(2.0)
    assert times.quantile(0.95) == 2.0
    assert times.quantile(0.1) == 0.1
