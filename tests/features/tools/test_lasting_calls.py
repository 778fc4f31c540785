"""Calls that take longer: jobs, pieces, and servers that ask to be left alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import BusyError, ConflictError, NotFoundError, RateError
from wainao.store.egress import EgressDeniedError, UnreachableError
from wainao.types import Actor, Delta, Progress, owner
from works_server import KEY, Works, open_works

CLERK = Actor(id="clerk", rights=frozenset({"read", "write"}))
STRANGER = Actor(id="eve", tenant="elsewhere", rights=frozenset({"read", "write", "act", "admin"}))


@pytest.fixture
def works() -> Iterator[Works]:
    with open_works() as served:
        yield served


def opened(path: Path, works: Works, **settings):
    return Wainao.open(path / "home", tools={"private": [works.url], **settings})


@pytest.fixture
def brain(tmp_path: Path, works: Works) -> Iterator[Wainao]:
    with opened(tmp_path, works) as brain:
        added(brain, works)
        yield brain


def added(brain: Wainao, works: Works) -> None:
    brain.call("tools:add", source="works.json", document=works.description, name="works")
    brain.call("tools:credential", box="works", scheme="key", value=KEY)


def streamed(brain: Wainao, name: str, /, actor: Actor | None = None, **given):
    """What came, and the outcome."""

    async def read():
        kernel = brain.kernel
        input = read_input(kernel.spec(name, actor or owner()), given)
        async with kernel.stream(name, input, actor=actor or owner()) as stream:
            items = [item async for item in stream]
        return items, stream.outcome

    return brain._loop.run(read())


@pytest.mark.parametrize(
    ("tool", "data"),
    [
        ("works:print", {"pages": 12}),
        ("works:cut", {"cuts": 3}),
        ("works:stock", {"sheets": 500}),
    ],
)
def test_work_that_takes_longer_is_followed_to_its_result(brain, works, tool, data):
    items, outcome = streamed(brain, tool)
    assert (outcome.output.data, outcome.output.failed) == (data, False)
    assert items
    assert all(isinstance(item, Progress) for item in items)
    (job,) = brain.call("tools:jobs").output.jobs
    assert (job.job, job.state, job.receipt, job.tool) == (outcome.receipt, "done", outcome.receipt, tool)
    assert set(works.keys) == {KEY}


def test_what_it_says_of_itself_is_shown(brain):
    items, _ = streamed(brain, "works:print")
    assert items == [
        Progress(done=10, total=100, said="running"),
        Progress(done=20, total=100, said="running"),
    ]


def test_a_file_at_the_end_is_kept_like_any_other(brain):
    output = brain.call("works:bind").output
    (file,) = output.files
    assert brain.call("tools:file", digest=file.digest).output.content == b"%PDF-1.7 bound"


def test_an_api_that_can_tell_where_to_look_is_asked_to(brain, works):
    brain.call("works:bind")
    brain.call("works:lines")
    assert works.preferred == ["respond-async, wait=10", "", "", "", "", ""][: len(works.preferred)]


def test_looks_that_fail_are_made_again(brain, works):
    works.broken = 2
    assert brain.call("works:print").output.data == {"pages": 12}


@pytest.mark.parametrize("tool", ["works:print", "works:cut"])
def test_work_that_fails_says_so(brain, works, tool):
    works.ends = "Failed"
    output = brain.call(tool).output
    assert output.failed
    assert brain.call("tools:jobs").output.jobs[0].state == "failed"


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest",
        "https://evil.example/looks/1",
        "//evil.example/x",
        "http://127.0.0.1:1/",
        "file:///etc",
    ],
)
def test_no_state_is_looked_up_at_others(brain, works, place):
    works.elsewhere = place
    output = brain.call("works:print").output
    assert "not followed" in output.text
    assert brain.call("tools:jobs").output.jobs == ()
    assert works.asked == [("POST", "/prints")]


def test_no_result_is_fetched_from_others(brain, works):
    works.result = "https://evil.example/sheet"
    output = brain.call("works:print").output
    assert "not fetched" in output.text


def test_a_result_may_be_elsewhere_at_its_own_servers_alone(brain, works):
    works.result = "/sheets/1"
    assert brain.call("works:bind").output.data == {"pages": 12}
    works.asked.clear()
    works.result = "http://169.254.169.254/latest/meta-data/"
    with pytest.raises(EgressDeniedError):
        brain.call("works:bind")
    assert brain.call("tools:jobs").output.jobs[0].state == "lost"


def test_what_has_no_more_time_becomes_a_job_and_ends_by_itself(tmp_path, works):
    works.looks = 10_000
    with opened(tmp_path, works, timeout_s=1.0) as brain:
        added(brain, works)
        output = brain.call("works:print").output
        assert output.job in output.text
        assert brain.call("tools:job", job=output.job).output.output is None
        works.looks = 0
        shown = brain.call("tools:job", job=output.job, wait_s=30.0).output
        assert (shown.job.state, shown.output.data) == ("done", {"pages": 12})
        receipt = brain.receipt(shown.job.receipt).output
        assert (receipt.capability, receipt.output["output"]["data"]) == ("tools:follow", {"pages": 12})
    assert works.count("POST") == {"/prints": 1}


def test_a_job_ends_by_itself_and_where_it_was_told_of_is_forgotten(tmp_path, works, monkeypatch):
    monkeypatch.setattr("wainao.features.tools.resuming.EVERY_S", 0.05)
    works.looks = 10_000
    with opened(tmp_path, works, timeout_s=1.0) as brain:
        added(brain, works)
        job = brain.call("works:stock", personal="ann-7f31").output.job
        works.looks = 0
        while (row := brain.call("tools:job", job=job).output.job).state == "running":
            time.sleep(0.05)
        assert (row.state, brain.receipt(row.receipt).output.capability) == ("done", "tools:follow")
        with brain.home.database("state").read() as connection:
            ((kept,),) = connection.execute("SELECT work FROM tools_jobs").fetchall()
        assert b"ann-7f31" not in kept
        told = brain.call("receipts:erase", receipt=job, why="asked to").output
        assert (row.receipt in told.receipts, told.copies) == (True, {"jobs": 1})
        assert brain.receipt(row.receipt).output.erased
        with pytest.raises(NotFoundError, match="no job"):
            brain.call("tools:job", job=job)


def test_a_job_that_is_erased_while_it_goes_on_keeps_nothing_of_what_it_gives(tmp_path, works, monkeypatch):
    monkeypatch.setattr("wainao.features.tools.resuming.EVERY_S", 0.05)
    works.looks = 10_000
    with opened(tmp_path, works, timeout_s=1.0) as brain:
        added(brain, works)
        job = brain.call("works:bind").output.job
        while not any(one.count("GET") for one in [works] if one.asked[-1][0] == "GET"):
            time.sleep(0.05)
        brain.call("receipts:erase", receipt=job, why="asked to")
        works.looks = 0
        time.sleep(0.5)
        assert brain.call("tools:jobs").output.jobs == ()
    assert not any(b"%PDF-1.7 bound" in path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())


def test_what_goes_on_is_lost_with_its_toolbox_and_no_secret_was_ever_kept(brain, works):
    works.looks = 10_000
    jobs = [cancelled(brain, works, tool) for tool in ("works:print", "works:bind", "works:cut")]
    brain.call("tools:remove", name="works")
    assert [brain.call("tools:job", job=job).output.job.state for job in jobs] == ["lost"] * 3
    home = brain.home.path
    brain.close()
    assert not [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_a_job_is_its_own_actors_alone(brain, works):
    job = brain.call("works:print").output.job
    for actor in (CLERK, STRANGER):
        for name in ("tools:job", "tools:follow", "tools:cancel"):
            with pytest.raises(NotFoundError):
                streamed(brain, name, actor=actor, job=job)
        assert streamed(brain, "tools:jobs", actor=actor)[1].output.jobs == ()


def cancelled(brain: Wainao, works: Works, tool: str) -> str:
    """Begin a call, leave it once the work is under way; the job."""

    async def leave():
        given = read_input(brain.kernel.spec(tool, owner()), {})
        async with brain.kernel.stream(tool, given, actor=owner()) as stream:
            async for _ in stream:
                break
        return stream.receipt

    return brain._loop.run(leave())


def test_a_call_that_is_left_is_followed_no_more_until_somebody_asks(brain, works):
    works.looks = 10_000
    job = cancelled(brain, works, "works:print")
    assert brain.call("tools:job", job=job).output.job.state == "unwatched"
    asked = len(works.asked)
    works.looks = 0
    time.sleep(0.3)
    assert len(works.asked) == asked
    assert brain.call("tools:job", job=job, wait_s=20.0).output.output.data == {"pages": 12}


def test_a_job_of_a_toolbox_that_is_off_is_followed_once_it_is_on_again(brain, works):
    works.looks = 10_000
    job = cancelled(brain, works, "works:print")
    brain.call("tools:change", name="works", state="off")
    with pytest.raises(ConflictError, match="is off"):
        brain.call("tools:job", job=job, wait_s=5.0)
    brain.call("tools:change", name="works", state="on")
    works.looks = 0
    assert brain.call("tools:job", job=job, wait_s=5.0).output.output.data == {"pages": 12}


@pytest.mark.parametrize(
    ("tool", "ended"),
    [
        ("works:print", []),
        ("works:bind", [("DELETE", "/bound/1")]),
        ("works:cut", [("POST", "/v1/operations/cut-1:cancel")]),
    ],
)
def test_a_job_is_ended_at_servers_that_understand_it(brain, works, tool, ended):
    works.looks = 10_000
    job = cancelled(brain, works, tool)
    before = len(works.asked)
    assert brain.call("tools:cancel", job=job).output.state == "cancelled"
    assert works.asked[before:] == ended
    with pytest.raises(ConflictError, match="already"):
        brain.call("tools:cancel", job=job)
    assert brain.call("tools:job", job=job, wait_s=5.0).output.job.state == "cancelled"


def test_another_process_goes_on_where_one_died(tmp_path, works):
    """Killed while it looks after a job: nothing is begun again, and the result comes."""
    import subprocess
    import sys

    works.looks = 10_000
    with opened(tmp_path, works) as brain:
        added(brain, works)
    program = (
        "import sys; from wainao import Wainao\n"
        "with Wainao.open(sys.argv[1], tools={'private': [sys.argv[2]]}) as brain:\n"
        "    brain.call('works:print')\n"
    )
    doomed = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "home"), works.url])
    while works.count("GET")["/looks/1"] < 3:
        time.sleep(0.02)
    doomed.kill()
    doomed.wait()
    works.looks = 0
    with opened(tmp_path, works) as brain:
        (job,) = brain.call("tools:jobs").output.jobs
        assert brain.call("tools:job", job=job.job, wait_s=30.0).output.output.data == {"pages": 12}
        assert brain.receipt(job.job).output.status == "crashed"
    assert works.count("POST") == {"/prints": 1}


@pytest.mark.parametrize(
    ("tool", "pieces", "data"),
    [
        (
            "works:events",
            ['{"sheet": 0}\n', '{"sheet": 1}\n', '{"sheet": 2}\n', "[DONE]\n"],
            [{"sheet": n} for n in range(3)],
        ),
        ("works:lines", ['{"line": 1}\n', '{"line": 2}\n', '{"line": 3}\n'], [{"line": n} for n in (1, 2, 3)]),
    ],
)
def test_answers_that_come_in_pieces_are_shown_as_they_come(brain, tool, pieces, data):
    items, outcome = streamed(brain, tool)
    assert items == [Delta(text=piece) for piece in pieces]
    assert outcome.output.data == data


def test_a_server_that_asks_for_a_rest_gets_it(brain, works):
    works.looks = 0
    works.busy, works.headers = 1, {"retry-after": "1"}
    outcome = brain.call("works:stock")
    assert outcome.output.data == {"sheets": 500}
    verdicts = brain.receipt(outcome.receipt).output.verdicts
    assert [one.said for one in verdicts if one.by == "tool"] == ["wait"]


@pytest.mark.parametrize("headers", [{"retry-after": "600"}, {"ratelimit": '"day";r=0;t=600'}])
def test_a_longer_rest_than_there_is_time_is_told_at_once(brain, works, headers):
    works.busy, works.headers = 1, headers
    for _ in range(2):
        with pytest.raises(BusyError, match="Call again in") as told:
            brain.call("works:stock")
        assert told.value.retry_after_s == pytest.approx(600, abs=5)
    assert len(works.asked) == 1
    assert streamed(brain, "works:lines")[1].output.status == 200


def test_the_last_call_that_was_left_says_when_there_will_be_more(brain, works):
    works.looks, works.headers = 0, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + 600)}
    assert brain.call("works:stock").output.status == 200
    with pytest.raises(BusyError):
        brain.call("works:stock")


def test_what_one_process_was_told_all_of_them_know(tmp_path, brain, works):
    """Each actor's apart; and another toolbox of that name is another server."""
    works.looks = 0
    works.busy, works.headers = 1, {"retry-after": "600"}
    with opened(tmp_path, works) as other:
        with pytest.raises(BusyError):
            brain.call("works:stock")
        for one in (brain, other):
            with pytest.raises(BusyError) as told:
                one.call("works:stock")
            assert told.value.retry_after_s == pytest.approx(600, abs=5)
        assert len(works.asked) == 1
        works.headers = {}
        assert streamed(other, "works:stock", actor=CLERK)[1].output.status == 200
        brain.call("tools:remove", name="works")
        added(brain, works)
        assert other.call("works:stock").output.status == 200


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 0])
@pytest.mark.parametrize(
    ("method", "most"), [("get", 3), ("post", 1), ("put", 3), ("patch", 1), ("delete", 3)], ids=lambda one: str(one)
)
def test_only_what_does_no_harm_is_sent_again_whatever_goes_wrong(brain, works, method, most, status):
    """A refusal, an error, a connection that ends without a word; with everything in between that asks for patience."""
    description = json.loads(works.description)
    description["paths"] = {"/broken": {method: {"operationId": "go", "responses": {"200": {"description": "ok"}}}}}
    brain.call("tools:add", source="w.json", document=json.dumps(description).encode(), name="frail")
    works.fails = status
    try:
        assert brain.call("frail:go").output.failed
    except (BusyError, UnreachableError):
        assert status in (0, 429)
    assert len(works.asked) == (most if status != 500 else 1)


def test_an_administrators_limit_holds_for_everybody_together_or_each(brain, works):
    works.looks = 0
    told = brain.call("tools:limit", name="works:stock", calls_per_minute=2).output
    assert [(one.name, one.calls_per_minute, one.each) for one in told.limits] == [("works:stock", 2, False)]
    brain.call("works:stock")
    streamed(brain, "works:stock", actor=CLERK)
    with pytest.raises(RateError) as refused:
        brain.call("works:stock")
    assert 0 < refused.value.retry_after_s <= 61
    assert brain.call("tools:show", name="works").output.limits[0].calls_per_minute_used == 2
    brain.call("tools:limit", name="works:stock")
    brain.call("tools:limit", name="works", calls_per_minute=1, each=True)
    brain.call("works:stock")
    with pytest.raises(RateError):
        brain.call("works:lines")
    assert streamed(brain, "works:stock", actor=CLERK)[1].output.status == 200
    with pytest.raises(NotFoundError):
        brain.call("tools:limit", name="nothing", calls_per_minute=1)


def test_what_is_under_way_counts_until_it_ends(brain, works):
    works.looks = 10_000
    brain.call("tools:limit", name="works", calls_at_once=1)

    async def meanwhile():
        given = read_input(brain.kernel.spec("works:print", owner()), {})
        async with brain.kernel.stream("works:print", given, actor=owner()):
            with pytest.raises(RateError, match="under way at once"):
                await brain.kernel.run("works:lines", given, actor=owner())

    brain._loop.run(meanwhile())
    assert brain.call("works:lines").output.status == 200


def test_a_limit_goes_with_its_toolbox(brain, works):
    brain.call("tools:limit", name="works", calls_per_minute=1)
    brain.call("tools:limit", name="works:stock", calls_at_once=1, each=True)
    brain.call("tools:remove", name="works")
    added(brain, works)
    assert brain.call("tools:show", name="works").output.limits == ()


def test_calls_that_a_call_makes_count_for_the_tool(brain, works):
    works.looks = 0
    brain.call("tools:limit", name="works:stock", calls_per_minute=1)
    brain.call("tools:demonstrate", tool="works:stock")
    with pytest.raises(RateError):
        brain.call("works:stock")


def test_a_long_result_is_whole_and_read_page_by_page(brain, works):
    outcome = brain.call("works:lines")
    first = brain.call("tools:result", receipt=outcome.receipt, count=2).output
    assert (first.unit, first.total, first.following) == ("items", 3, 2)
    rest = brain.call("tools:result", receipt=outcome.receipt, start=2).output
    assert [*first.items, *rest.items] == [{"line": 1}, {"line": 2}, {"line": 3}]
    assert rest.following is None
    with pytest.raises(NotFoundError):
        streamed(brain, "tools:result", actor=CLERK, receipt=outcome.receipt)


def test_a_table_that_a_tool_gave_is_asked_by_its_digest(brain):
    pytest.importorskip("duckdb")
    file = brain.call("tools:upload", content=b"city,amount\nBonn,3\n", media_type="text/csv", name="sales").output
    told = brain.call("tables:query", sql="SELECT amount FROM sales", kept=[file.digest]).output
    assert told.rows == ((3,),)
    with pytest.raises(NotFoundError):
        streamed(brain, "tables:query", actor=CLERK, sql="SELECT 1", kept=[file.digest])
