"""What every engine that finds candidates by words must do: find what is there, and nothing that may not be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lexical_engines import ENGINES, Shelves, terms_of, versions

from wainao.features.knowledge.engines import fts5
from wainao.features.knowledge.engines.fts5 import LexicalIndex, Ranges
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.scope import Filters
from wainao.text import terms
from wainao.types import Actor

WORDS = ("leave", "travel", "budget", "年假", "差旅", "预算", "manager", "经理", "Ann", "2024", "and", "的")
EXAMPLES = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=ENGINES)
def shelves(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelves]:
    opened = Shelves(tmp_path, ENGINES[request.param])
    if type(opened.index) is not LexicalIndex:
        monkeypatch.setattr(LexicalIndex, "candidates", None)  # what has a stand-in must not be judged by it
    yield opened
    opened.close()


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
changes = st.lists(st.tuples(st.integers(0, 7), st.one_of(st.none(), texts)), max_size=8)
"""What becomes of which document; None takes it away."""


def change(shelves: Shelves, steps: list[tuple[int, str | None]]) -> None:
    """Change documents of "main", which is never empty."""
    shelves.add({"always.txt": " ".join(WORDS)})
    for number, text in steps:
        (event,) = shelves.add({f"{number}.txt": text or "soon to go"})
        if text is None:
            shelves.remove(event)


@EXAMPLES
@given(steps=changes, word=st.sampled_from(WORDS))
def test_a_term_finds_exactly_the_passages_that_have_it(shelves, steps, word):
    change(shelves, steps)
    base, term = shelves.base(), terms(word)[0]
    expected = [one.chunk_id for one in shelves.passages(base) if term in terms_of(one)]
    assert sorted(shelves.candidates(base, {term: 1.0})) == sorted(expected)


@EXAMPLES
@given(steps=changes)
def test_passages_are_counted_as_they_come_and_go(shelves, monkeypatch, steps):
    monkeypatch.setattr(fts5, "_REMEMBERED_FROM", 1)
    wanted = sorted({term for word in WORDS for term in terms(word)})
    for number in range(len(steps) + 1):
        change(shelves, steps[number - 1 : number])
        base = shelves.base()
        with shelves.database.read() as connection:
            counted = shelves.index.frequency(connection, base, wanted)
        having = Counter(term for one in shelves.passages(base) for term in terms_of(one))
        assert counted == {term: having[term] for term in wanted if having[term]}


@EXAMPLES
@given(steps=changes, word=st.sampled_from(WORDS), lot=st.randoms(use_true_random=False))
def test_a_filter_bounds_what_is_looked_at(shelves, steps, word, lot: Random):
    """Filtering afterwards what was found would find less than there is."""
    change(shelves, steps)
    base, term = shelves.base(), terms(word)[0]
    passages = shelves.passages(base)
    kept = np.array([one for one in versions(passages) if lot.random() < 0.5], np.int64).reshape(-1, 2)
    within = Ranges(kept[:, 0], kept[:, 1])
    inside = within.contains(np.array([one.chunk_id for one in passages]))
    expected = {one.chunk_id for one, kept in zip(passages, inside, strict=True) if kept and term in terms_of(one)}
    for top in (1, 3, 100):
        found = shelves.candidates(base, {term: 1.0}, top=top, within=within)
        assert len(found) == len(set(found)) == min(top, len(expected))
        assert set(found) <= expected


def test_an_empty_filter_lets_nothing_through(shelves):
    shelves.add({"a.txt": "paid leave"})
    nothing = Ranges(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert shelves.candidates(shelves.base(), {"leav": 1.0}, within=nothing) == []


def test_what_has_more_of_the_weight_comes_first(shelves):
    shelves.add({"both.txt": "annual leave here", "rare.txt": "annual budget here"})
    shelves.add({f"{number}.txt": f"sick leave {number}" for number in range(9)})
    weights = {"annual": 3.0, "leav": 1.0}
    found = shelves.paths(weights)
    assert (found[:2], len(found)) == (["both.txt", "rare.txt"], 11)
    assert shelves.paths(weights, top=2) == ["both.txt", "rare.txt"]


def test_what_nobody_has_is_not_found(shelves):
    shelves.add({"a.txt": "paid leave"})
    assert shelves.paths({"chromodynam": 1.0, "量子": 1.0}) == []
    assert shelves.paths({}) == []


def test_titles_and_headings_count(shelves):
    shelves.add({"a.md": "# Parental leave\n\n## 顺延\n\nUp to five days.", "b.md": "# Refunds\n\nUp to five days."})
    assert [shelves.paths({term: 1.0}) for term in ("parent", "顺延", "refund")] == [["a.md"], ["a.md"], ["b.md"]]


def test_a_new_version_takes_the_place_of_the_old_one_and_back(shelves):
    shelves.add({"a.txt": "paid leave", "b.txt": "travel"})
    for text, word in (("a budget", "budget"), ("paid leave", "leav"), ("a budget", "budget")):
        shelves.add({"a.txt": text})
        found = [term for term in ("budget", "leav", "travel") if shelves.paths({term: 1.0})]
        assert sorted(found) == sorted({word, "travel"})
        assert shelves.paths({word: 1.0}) == ["a.txt"]


def test_what_was_removed_leaves_nothing(shelves):
    (event, _) = shelves.add({"a.txt": "paid leave", "b.txt": "unpaid leave"})
    shelves.remove(event)
    assert shelves.paths({"leav": 1.0, "paid": 1.0}) == ["b.txt"]


def test_bases_and_tenants_are_apart(shelves):
    stranger = Actor(id="s", tenant="elsewhere", rights=frozenset({"read", "write"}))
    shelves.add({"a.txt": "paid leave"})
    alone = shelves.search("paid leave")
    shelves.add({f"{number}.txt": "paid leave, paid well" for number in range(20)}, base="board")
    shelves.add({"theirs.txt": "paid leave"}, actor=stranger)
    assert shelves.paths({"paid": 1.0}) == ["a.txt"]
    assert shelves.search("paid leave", bases=["main"]) == alone
    assert [one.path for one in shelves.search("paid leave", actor=stranger)] == ["theirs.txt"]


def test_filters_by_document_type_and_date_are_exact(shelves):
    shelves.add({f"note {number}.txt": f"The budget meeting number {number} was moved." for number in range(60)})
    (rare,) = shelves.add({"minutes.md": "# Minutes\n\nA budget was agreed on at the meeting."})
    assert rare.document is not None
    for filters, number in (
        (Filters(documents=(rare.document,)), 1),
        (Filters(media_types=("text/markdown",)), 1),
        (Filters(media_types=("text/",)), 61),
        (Filters(media_types=("image/",)), 0),
        (Filters(added_from="2020-01-01"), 61),
        (Filters(added_before="2020-01-01"), 0),
    ):
        found = shelves.search("budget meeting number", filters=filters)
        assert len(found) == number
        assert number != 1 or found[0].path == "minutes.md"


def test_questions_find_their_passage_among_many_alike(shelves):
    lot = Random(7)
    places = [f"{city} {number}" for city in ("Lisbon", "Oslo", "上海", "成都") for number in range(25)]
    topics = ("annual leave", "travel budget", "差旅预算", "年假顺延", "badge", "门禁卡", "canteen", "食堂")
    facts = {
        f"{number}.txt": f"At the office in {place}, the {topic} is run by {who}. 该处每天开放。"
        for number, (place, topic) in enumerate((place, topic) for place in places for topic in topics)
        for who in [lot.choice(("Ann", "Bo", "王敏", "李强"))]
    }
    shelves.add(facts)
    asked = lot.sample(sorted(facts), 40)
    right = 0
    for path in asked:
        place, topic = facts[path].removeprefix("At the office in ").split(" is run")[0].split(", the ")
        found = shelves.search(f"Who runs the {topic} in {place}?")
        right += path in {one.path for one in found[:3]}
    assert right == len(asked)


def test_a_pasted_text_is_no_trouble(shelves):
    shelves.add({"a.txt": " ".join(f"word{number}" for number in range(600))})
    pasted = Question(" ".join(f"word{number}" for number in range(600)))
    assert set(shelves.paths(dict.fromkeys(pasted.terms, 1.0))) == {"a.txt"}
