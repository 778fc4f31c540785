"""Canaries in live use: one that is worse is taken back by itself, once; noise takes nothing back."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

import pytest
from learn_house import CHAT, House, opened_house

from wainao.app.wire import read_input
from wainao.features.learn.canary import Attempt, Canary, Objection, Rules
from wainao.kernel import BlockedError, DeniedError, NotFoundError
from wainao.testing.model_server import fails
from wainao.types import ALL_RIGHTS, owner, system, told_in

FINE = "There are 12 days."


def fed(seed: int, rules: Rules, *, requests: int, share: float = 0.2, **worse: float) -> Canary:
    """Both sides fail, refuse and are complained about alike, but for what is `worse` about the canary."""
    chance, watched = random.Random(seed), Canary(rules)
    usual = {"failed": 0.05, "refused": 0.05, "wrong": 0.1, "seconds": 1.0, "cost": 100.0}
    for n in range(requests):
        canary = chance.random() < share
        likely = {**usual, **worse} if canary else usual
        failed = chance.random() < likely["failed"]
        seconds = None if failed else likely["seconds"] * chance.lognormvariate(0, 0.5)
        refused = not failed and chance.random() < likely["refused"]
        cost = None if failed else round(likely["cost"] * chance.lognormvariate(0, 0.5))
        watched.take(Attempt(canary=canary, failed=failed, refused=refused, seconds=seconds, cost=cost))
        if not failed and chance.random() < likely["wrong"]:
            watched.take(Objection(canary=canary, receipt=str(n), kind="complaints"))
    return watched


def test_noise_takes_no_more_back_than_it_may():
    """Looked at every time it doubles, from 5 requests on: without spending chance over the looks more would be."""
    rules = Rules(chance=0.2, more=0.0, times=1.0)
    taken = sum(fed(seed, rules, requests=900).verdict == "worse" for seed in range(60))
    assert taken <= 0.2 * 60


@pytest.mark.parametrize(
    ("worse", "signal"),
    [
        ({"failed": 0.6}, "errors"),
        ({"refused": 0.6}, "refusals"),
        ({"wrong": 0.7}, "complaints"),
        ({"seconds": 4.0}, "slow"),
        ({"cost": 400.0}, "dear"),
    ],
)
def test_what_is_worse_is_found_by_its_signal(worse, signal):
    watched = fed(7, Rules(), requests=900, **worse)
    assert watched.verdict == "worse"
    assert [one.signal for one in watched.last.figures if one.worse] == [signal]


def test_what_is_worse_by_too_little_to_matter_stays():
    assert fed(7, Rules(more=0.7), requests=900, failed=0.6).verdict == "fine"
    assert fed(7, Rules(times=20.0), requests=900, seconds=4.0).verdict == "fine"


def test_the_log_decides_however_often_it_is_read():
    """The same requests give the same look, whoever looked in between."""
    once, often = Canary(Rules()), Canary(Rules())
    for n in range(300):
        seen = Attempt(canary=n % 5 == 0, failed=n % 5 == 0 and n % 3 != 0, seconds=1.0)
        once.take(seen)
        often.take(seen)
        often.look()
    assert once.last == often.last


def door(house: House, *, share: float, **says) -> str:
    """A canary that gets its share of the requests at a door, beside a model that works."""
    house.model("good", days=FINE)
    house.model("new", days=FINE)
    house.add("basics", {"name": "days", "question": "How many days?", "expect": [{"kind": "contains", "text": "12"}]})
    for route in ("good", "new"):
        target = {**CHAT, "route": route}
        house.call("releases:create", name="bot", target=target, sets=["basics"], door="assistant")
        assert house.call("releases:gate", release="bot").output.verdict == "passed"
        house.call("releases:promote", release="bot", share=1.0 if route == "good" else share)
    house.says["new"] |= says
    return "bot"


def ask(house: House, count: int) -> list[str]:
    asked = [{"role": "user", "content": "How many days?"}]
    return [house.call("models:chat", messages=asked, model="assistant").receipt for _ in range(count)]


def test_complaints_and_corrections_count_for_whose_answer_it_was(tmp_path):
    rules = {"canary_every_s": 0, "canary_chance": 0.2, "canary_times": 1e9}
    with opened_house(tmp_path / "home", learn=rules) as house:
        name = door(house, share=0.4)
        with pytest.raises(NotFoundError, match="nothing to watch"):
            house.call("releases:watch", name="other")
        for receipt in ask(house, 30):
            shown = house.call("receipts:show", receipt=receipt).output
            if shown.versions["deployment"].startswith("new@"):
                house.call("corrections:dissatisfied", receipt=receipt)
        told = house.call("releases:watch", name=name, dry_run=True).output
        assert told.requests + told.beside == 30
        figures = {one.signal: (one.canary, one.running) for one in told.figures}
        assert figures["complaints"] == (1.0, 0.0) or told.verdict == "worse"
        assert figures["errors"] == (0.0, 0.0)
        ask(house, 40)
        told = house.call("releases:watch", name=name).output
        assert (told.verdict, told.rolled_back) == ("worse", True)
        assert ("不满意 " in told.why.zh, "complaints: " in told.why.en) == (True, True)
        assert [one.state for one in house.call("releases:list").output.releases] == ["withdrawn", "running"]
        assert house.call("routes:explain", route="assistant").output.options[0].deployment == "good"


def test_what_a_guard_stops_is_a_refusal_and_what_a_correction_answers_is_nobodys(tmp_path):
    guards = {"rules": [{"name": "names", "pattern": "Zelda", "say": "block", "on": "output"}]}
    with opened_house(tmp_path / "home", learn={"canary_every_s": 0}, safety=guards) as house:
        name = door(house, share=0.9, days="Zelda knows.")
        for _ in range(6):
            with suppress(BlockedError):
                ask(house, 1)
        house.correct("How many days?", "Twelve.")
        ask(house, 3)
        told = house.call("releases:watch", name=name, dry_run=True).output
        figures = {one.signal: (one.canary, one.running) for one in told.figures}
        assert (told.requests + told.beside, figures["refusals"][0]) == (6, 1.0)


def test_wainao_itself_promotes_nothing(tmp_path):
    with opened_house(tmp_path / "home") as house:
        kernel = house.brain.kernel
        input = read_input(kernel.spec("releases:promote"), {"release": "bot", "share": 0.5})
        itself = type(owner())(id=system().id, rights=ALL_RIGHTS)
        with pytest.raises(DeniedError, match="for a person"):
            asyncio.run(kernel.run("releases:promote", input, actor=itself))


WATCHES = """
import sys, time
from wainao import Wainao
home, = sys.argv[1:]
with Wainao.open(home, learn={"canary_every_s": 0.2, "canary_times": 1e9}) as brain:
    print("open", flush=True)
    asked = [{"role": "user", "content": "How many days?"}]
    while True:
        brain.call("models:chat", messages=asked, model="assistant")
        time.sleep(0.02)
"""


@pytest.mark.parametrize("healthy", [True, False])
def test_several_processes_take_a_broken_canary_back_once_and_leave_a_healthy_one(tmp_path, healthy):
    with (
        opened_house(tmp_path / "home", learn={"canary_every_s": 0, "canary_times": 1e9}) as house,
        ExitStack() as stack,
    ):
        name = door(house, share=0.25, **({} if healthy else {"days": lambda: fails(500)}))
        children = [
            subprocess.Popen([sys.executable, "-c", WATCHES, str(house.home)], stdout=subprocess.PIPE) for _ in range(3)
        ]
        for child in children:
            stack.callback(child.wait)
            stack.callback(child.kill)
            stack.enter_context(child.stdout)
            assert child.stdout.readline() == b"open\n"

        def watched() -> bool:
            if house.call("releases:list").output.releases[0].state == "withdrawn":
                return True
            return healthy and house.call("releases:watch", name=name, dry_run=True).output.next_at > 20

        give_up = time.monotonic() + 60
        while not watched():
            assert time.monotonic() < give_up, house.call("releases:watch", name=name, dry_run=True).output
            time.sleep(0.1)
        release = house.call("releases:list").output.releases[0]
        events = house.call("releases:show", release="bot@2").output.events
        if healthy:
            assert release.state == "canary"
            assert house.call("releases:watch", name=name, dry_run=True).output.verdict == "fine"
            return
        time.sleep(1)  # for the others, who have read the same
        (back,) = [one for one in events if one.kind == "rolled-back"]
        assert back.actor == "system"
        assert told_in("en", back.why).startswith("errors: 100.0%, in bot@1 0.0% (by chance: ")
        assert release.why == back.why
        assert house.call("receipts:show", receipt=back.receipt).output.capability == "releases:watch"
        assert [one.kind for one in house.call("releases:show", release="bot@1").output.events][-1] == "promoted"
        mine = set(ask(house, 5))
        assert {house.call("receipts:show", receipt=one).output.versions["deployment"] for one in mine} == {"good@1"}
