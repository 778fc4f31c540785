"""Public benchmarks through their own harnesses: real ones where they are installed, and one by script everywhere."""

from __future__ import annotations

import asyncio
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from learn_house import House

from wainao.app.wire import read_input
from wainao.features.learn import benchmarking
from wainao.kernel import BudgetError, DeniedError, EngineError, SettingsError, UsageError
from wainao.testing.model_server import fails
from wainao.types import ALL_RIGHTS, Actor

SAYS = {"2+2": "4", "3+3": "7", "4+4": "8"}


def benchmark(house: House, harness: str = "scripted", task: str = "sums", **more):
    return house.call("evaluations:benchmark", harness=harness, task=task, **more).output


@pytest.fixture
def scripted(house: House) -> House:
    house.says = dict(SAYS)
    return house


def test_each_sample_is_a_case_of_a_run_with_its_score_and_receipt(scripted):
    told = benchmark(scripted)
    assert (told.cases, told.passed, told.score, told.unsettled) == (3, 1, 0.5, 0)
    assert (told.set, told.harness, told.metric, told.figures) == (
        "scripted.sums@1",
        "scripted 1.0",
        "exact",
        {"exact": 0.5},
    )
    kept = scripted.call("evaluations:results", run=told.run).output
    assert [(one.case, one.score, one.passed, one.reply.text) for one in kept.results] == [
        ("scripted.sums/sum-2", 1.0, True, "4"),
        ("scripted.sums/sum-3", 0.0, False, "7"),
        ("scripted.sums/sum-4", None, False, "8"),
    ]
    assert [why.en for one in kept.results for why in one.why] == [
        "it scored 0; the answer is 6",
        "it has no score",
    ]
    shown = scripted.call("receipts:show", receipt=kept.results[0].reply.receipt).output
    assert (shown.capability, shown.input["messages"][0]["content"]) == ("models:chat", "2+2?")
    assert ("correction", "off") in {(one.by, one.said) for one in shown.verdicts}


def test_two_routes_are_compared_sample_by_sample(scripted):
    before = benchmark(scripted).run
    scripted.model("better", **{"2+2": "4", "3+3": "6", "4+4": "8"})
    after = benchmark(scripted, route="better").run
    told = scripted.call("evaluations:compare", before=before, after=after).output
    assert ([pair.case for pair in told.better], told.worse) == (["scripted.sums/sum-3"], ())


def test_what_could_not_be_asked_is_not_settled(scripted):
    scripted.says["3+3"] = lambda: fails(500)
    told = benchmark(scripted)
    assert (told.unsettled, told.failures[0].case) == (1, "scripted.sums/sum-3")
    assert told.failures[0].why[0].startswith("model")


def test_a_harness_that_fails_says_why(scripted):
    with pytest.raises(EngineError, match="no such task"):
        benchmark(scripted, task="broken")
    with pytest.raises(EngineError, match="out of memory"):
        benchmark(scripted, task="crash")
    with pytest.raises(UsageError, match="is no folder"):
        benchmark(scripted, path="/nowhere")


def test_a_budget_that_is_used_up_ends_it(scripted):
    scripted.call("budgets:set", actor="owner", tokens=1, period="day")
    with pytest.raises(BudgetError):
        benchmark(scripted)
    assert scripted.call("evaluations:runs").output.runs == ()


def test_only_the_harness_scores_its_samples(scripted):
    benchmark(scripted)
    (failure, *_) = scripted.run("scripted.sums").failures
    assert failure.why[0].en == "only scripted exact: 4 scores it: wainao evaluations benchmark"


def test_tasks_are_programs_so_other_tenants_start_none(scripted):
    kernel = scripted.brain.kernel
    input = read_input(kernel.spec("evaluations:benchmark"), {"harness": "scripted", "task": "sums"})
    with pytest.raises(DeniedError, match="run on this machine"):
        asyncio.run(
            kernel.run(input=input, name="evaluations:benchmark", actor=Actor(id="eve", tenant="x", rights=ALL_RIGHTS))
        )


def test_what_is_missing_is_named(house, monkeypatch):
    monkeypatch.setitem(benchmarking._MODULES, "lm-eval", ("nowhere", "no_such_harness"))
    with pytest.raises(SettingsError, match=r"pip install \"wainao\[lm-eval\]\""):
        benchmark(house, harness="lm-eval")


@pytest.mark.skipif(find_spec("inspect_ai") is None, reason="the extra inspect (325 MB) is not installed")
def test_inspect(house, tmp_path):
    house.says = dict(SAYS)
    (tmp_path / "sums.py").write_text(
        "from inspect_ai import Task, task\n"
        "from inspect_ai.dataset import Sample\n"
        "from inspect_ai.scorer import match\n"
        "from inspect_ai.solver import generate\n"
        "@task\n"
        "def sums():\n"
        "    samples = [Sample(id=str(n), input=f'{n}+{n}?', target=str(2 * n)) for n in (2, 3, 4)]\n"
        "    return Task(dataset=samples, solver=generate(), scorer=match())\n"
    )
    told = benchmark(house, harness="inspect", task="sums.py@sums", path=str(tmp_path))
    assert (told.cases, told.passed, told.metric, told.set) == (3, 2, "match", "inspect.sums.py-sums@1")
    assert told.figures["match accuracy"] == pytest.approx(2 / 3)
    assert benchmark(house, harness="inspect", task="sums.py", path=str(tmp_path), limit=1).cases == 1


@pytest.mark.skipif(find_spec("lm_eval") is None, reason="the extra lm-eval (758 MB) is not installed")
def test_lm_evaluation_harness(house, tmp_path):
    house.says = dict(SAYS)
    rows = [{"question": f"{n}+{n}?", "answer": str(2 * n)} for n in (2, 3, 4)]
    (tmp_path / "sums.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "sums.yaml").write_text(_task(tmp_path, "generate_until"))
    told = benchmark(house, harness="lm-eval", path=str(tmp_path))
    assert (told.cases, told.passed, told.metric, told.set) == (3, 2, "exact_match", "lm-eval.sums@1")
    assert told.figures["sums exact_match"] == pytest.approx(2 / 3)
    (tmp_path / "sums.yaml").write_text(_task(tmp_path, "loglikelihood"))
    with pytest.raises(EngineError, match="compares likelihoods"):
        benchmark(house, harness="lm-eval", path=str(tmp_path))


def _task(folder: Path, kind: str) -> str:
    return json.dumps(
        {
            "task": "sums",
            "dataset_path": "json",
            "dataset_kwargs": {"data_files": {"test": str(folder / "sums.jsonl")}},
            "test_split": "test",
            "output_type": kind,
            "doc_to_text": "{{question}}",
            "doc_to_target": "{{answer}}",
            **({"generation_kwargs": {"until": ["\n"]}} if kind == "generate_until" else {}),
            "metric_list": [{"metric": "exact_match" if kind == "generate_until" else "acc"}],
        }
    )
