"""Training data: shapes that trainers read, every row with where it comes from."""

from __future__ import annotations

import asyncio
import io
import json
from importlib.util import find_spec

import pytest
from learn_house import case, has

from wainao.app.wire import read_input
from wainao.kernel import SettingsError, UsageError
from wainao.types import ALL_RIGHTS, Actor


def rows(house, **fields) -> list[dict]:
    exported = house.call("evaluations:export", **fields).output
    read = [json.loads(line) for line in exported.content.splitlines()]
    assert exported.rows == len(read)
    return read


@pytest.fixture
def corrected(house) -> tuple[str, str]:
    """A correction of a wrong answer, and the receipt of that."""
    house.says = {"leave": "It is lost."}
    said = house.call("models:chat", messages=[{"role": "user", "content": "What about leave?"}])
    given = {"receipt": said.receipt, "answer": "It is kept until 31 March.", "scope": "everyone"}
    return house.call("corrections:propose", **given).output.correction, said.receipt


def test_demonstrations_are_conversations(house, corrected):
    id, receipt = corrected
    house.call("corrections:alias", correction=id, question="Is leave kept?")
    found = rows(house)
    assert [row["messages"] for row in found] == [
        [{"role": "user", "content": question}, {"role": "assistant", "content": "It is kept until 31 March."}]
        for question in ("What about leave?", "Is leave kept?")
    ]
    told = found[0]["provenance"]
    assert (told["correction"], told["receipt"], told["author"]) == (id, receipt, "owner")


def test_preferences_are_what_was_said_and_what_should_have_been(house, corrected):
    id, receipt = corrected
    house.correct("Who signs?", "Ann.")
    (row,) = rows(house, what="preferences")
    assert row["prompt"] == [{"role": "user", "content": "What about leave?"}]
    assert row["chosen"] == [{"role": "assistant", "content": "It is kept until 31 March."}]
    assert row["rejected"] == [{"role": "assistant", "content": "It is lost."}]
    assert (row["provenance"]["correction"], row["provenance"]["receipt"]) == (id, receipt)


def test_votes_are_preferences(house):
    house.model("one", leave="Good.")
    house.model("two", leave="Bad.")
    told = house.call("models:compare", question="leave?", models=["one", "two"]).output
    vote = house.call("models:vote", comparison=told.comparison, chosen=told.answers[0].receipt).receipt
    (row,) = rows(house, what="preferences")
    assert (row["chosen"][0]["content"], row["rejected"][0]["content"]) == ("Good.", "Bad.")
    assert (row["provenance"]["vote"], row["provenance"]["receipt"]) == (vote, told.answers[1].receipt)


def test_what_was_erased_is_exported_no_more(house, corrected):
    house.call("receipts:erase", receipt=corrected[1], why="the person asked for it")
    assert rows(house, what="preferences") == []


def test_a_set_goes_out_as_it_comes_in(house, corrected):
    house.call("evaluations:from-corrections", name="all", target={"capability": "models:chat"})
    house.add("mixed", case("a", "A?", has("a"), {"kind": "number", "value": 0.0}, overlay=False))
    for name in ("all", "mixed"):
        content = house.call("evaluations:export", what="cases", set=name).output.content.decode()
        shown = house.call("evaluations:show", name=name).output
        again = house.call("evaluations:add", name=f"{name}-again", content=content).output
        assert again.digest == shown.set.digest


def test_parquet(house, corrected):
    if find_spec("pyarrow") is None:
        with pytest.raises(SettingsError, match="pyarrow"):
            house.call("evaluations:export", what="preferences", format="parquet")
        return
    from pyarrow import parquet

    content = house.call("evaluations:export", what="preferences", format="parquet").output.content
    (row,) = parquet.read_table(io.BytesIO(content)).to_pylist()
    assert row["chosen"] == [{"role": "assistant", "content": "It is kept until 31 March."}]


def test_nobody_exports_another_tenants_words(house, corrected):
    kernel, eve = house.brain.kernel, Actor(id="eve", tenant="other", rights=ALL_RIGHTS)
    input = read_input(kernel.spec("evaluations:export"), {"what": "preferences"})
    assert asyncio.run(kernel.run("evaluations:export", input, actor=eve)).output.rows == 0
    with pytest.raises(UsageError, match="Name a set"):
        house.call("evaluations:export", what="cases")
