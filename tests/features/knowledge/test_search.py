"""Searching: what is found, by whom, and what is not."""

import random
import sqlite3

import pytest
from answering_house import AnsweringHouse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wainao.features.knowledge.engines import fts5
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.question import MAX_MISSPELT, MAX_TERMS, Question
from wainao.features.knowledge.scope import Filters
from wainao.kernel.errors import UsageError
from wainao.types import Actor, owner

LEAVE = {"leave.txt": "正式员工每年享有十天年假，当年未休完的可顺延至次年三月。", "tea.txt": "茶水间每天下午三点关门。"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("年假可以顺延吗", "当年未休完的年假可顺延至次年三月。"),
        ("請問年假可以順延嗎？", "当年未休完的年假可顺延至次年三月。"),
        ("年假可以顺延吗", "當年未休完的年假可順延至次年三月。"),
        ("ＰＡＳＳＷＯＲＤ 多长", "The password has 14 characters."),
        ("how long are passwords", "A password has 14 characters."),
        ("Kubernetes 集群怎么扩容", "在 Kubernetes 控制台里可以给集群扩容。"),
        ("猫", "小区里不许养小猫。"),
        ("蓍的别名", "蓍（shī）又名千叶蓍、锯草。"),
        ("pasword length", "The password has 14 characters."),
        ("报销\n单", "报销单须在十五天内提交。"),
    ],
)
def test_found_in_spite_of(asked: AnsweringHouse, question: str, text: str) -> None:
    asked.add({"right.txt": text, "other.txt": "茶水间每天下午三点关门。", "third.txt": "The canteen opens at noon."})
    assert asked.paths(question)[:1] == ["right.txt"]


def test_a_word_broken_across_lines_is_found(asked: AnsweringHouse) -> None:
    asked.add({"scan.txt": "当年未休完的年\n假可以顺延。"})
    (passage,) = asked.retriever.search("年假", actor=owner()).passages
    assert passage.text == "当年未休完的年\n假可以顺延。"
    assert (passage.char_start, passage.char_end, passage.line_start, passage.line_end) == (0, 14, 1, 2)


def test_headings_and_titles_count(asked: AnsweringHouse) -> None:
    body = "Up to five days, if the manager agrees."
    asked.add(
        {"a.md": f"# Parental leave\n\n## Carrying over\n\n{body}", "b.md": f"# Study leave\n\n## Refunds\n\n{body}"}
    )
    assert asked.paths("carrying over parental leave")[0] == "a.md"
    assert asked.paths("refunds study leave")[0] == "b.md"


def test_nothing_to_find(asked: AnsweringHouse) -> None:
    assert asked.paths("年假") == []
    asked.add(LEAVE)
    assert asked.paths("quantum chromodynamics") == []
    assert asked.paths("") == []
    assert asked.paths("？！") == []


def test_a_pasted_text_costs_no_more_than_a_long_question(asked: AnsweringHouse) -> None:
    asked.add(LEAVE)
    strange = random.Random(1)
    pasted = "".join(chr(strange.randrange(0x4E00, 0x9FFF)) for _ in range(10_000))
    assert len(Question(pasted).terms) == MAX_TERMS
    asked_for: list[str] = []

    def spelt_like(word: str) -> dict[str, int]:
        asked_for.append(word)
        return {}

    words = " ".join("".join(strange.choices("abcdefgh", k=8)) for _ in range(1_000))
    Question(words).weigh(1, {}, spelt_like)
    assert len(asked_for) == MAX_MISSPELT


@pytest.mark.parametrize(
    "given",
    [
        {"added_from": "x' OR 1=1 --"},
        {"added_before": "0001-01-01T00:00+23:00"},
        {"media_types": ("%/",)},
        {"documents": ("0" * 20,) * 501},
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"Expected|Name fewer"):
        Filters(**given)  # type: ignore[arg-type]  # what is wrong with them is the point


def test_what_changed_or_went_is_found_no_more(asked: AnsweringHouse) -> None:
    asked.add(LEAVE)
    (event,) = asked.add({"leave.txt": "年假制度已经取消，改为弹性工作。"})
    assert asked.paths("顺延") == []
    assert asked.paths("弹性工作") == ["leave.txt"]
    assert event.document is not None
    asked.ingest.remove(event.document, actor=owner())
    assert asked.paths("弹性工作 年假") == []
    asked.add(LEAVE)
    assert asked.paths("顺延") == ["leave.txt"]


def test_nobody_finds_what_is_not_theirs(asked: AnsweringHouse) -> None:
    stranger = Actor(id="s", tenant="elsewhere", rights=frozenset({"read", "write"}))
    guest = Actor(id="g", bases=frozenset({"public"}))
    asked.add({"secret.txt": "保险柜的密码是 4711。"}, base="board")
    asked.add({"open.txt": "保险柜在三楼。"}, base="public")
    asked.add({"theirs.txt": "保险柜是红色的。"}, actor=stranger)
    assert sorted(asked.paths("保险柜")) == ["open.txt", "secret.txt"]
    assert asked.paths("保险柜", actor=guest) == ["open.txt"]
    assert asked.paths("保险柜", actor=guest, bases=["board"]) == []
    assert asked.paths("保险柜", bases=["board"]) == ["secret.txt"]
    assert asked.paths("保险柜", actor=stranger) == ["theirs.txt"]
    assert asked.answer("保险柜的密码是多少?", actor=guest).answer.count("4711") == 0


def test_other_bases_change_neither_weights_nor_scores(asked: AnsweringHouse) -> None:
    """What a person may not see must not show through either."""
    guest = Actor(id="g", bases=frozenset({"public"}))
    asked.add({f"{n}.txt": f"会议室 {n} 号在 {n} 楼，可以预约。" for n in range(20)}, base="public")
    before = asked.retriever.search("哪个会议室可以预约", actor=guest, top=20)
    asked.add({f"{n}.txt": "会议室一律不可以预约。预约请找前台。" for n in range(50)}, base="board")
    assert asked.retriever.search("哪个会议室可以预约", actor=guest, top=20) == before


def test_filters_are_exact_also_where_few_pass(asked: AnsweringHouse) -> None:
    asked.add({f"note {n}.txt": f"The budget meeting number {n} was moved." for n in range(300)})
    (rare,) = asked.add({"minutes.md": "# Minutes\n\nA budget was agreed on at the meeting."})
    assert rare.document is not None
    question = "budget meeting number was moved"
    assert len(asked.paths(question, top=400)) == 301
    assert asked.paths(question, filters=Filters(documents=(rare.document,))) == ["minutes.md"]
    assert asked.paths(question, filters=Filters(media_types=("text/markdown",))) == ["minutes.md"]
    assert set(asked.paths(question, filters=Filters(media_types=("text/plain", "image/")))) == {
        path for path in asked.paths(question) if path.startswith("note")
    }
    assert asked.paths(question, filters=Filters(media_types=("image/",))) == []
    assert asked.paths(question, filters=Filters(added_before="2020-01-01")) == []
    assert len(asked.paths(question, filters=Filters(added_from="2020-01-01"), top=400)) == 301


def test_common_words_do_not_crowd_out_rare_ones(asked: AnsweringHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the budget, the rarest term is asked, and the text decides among what it finds."""
    monkeypatch.setattr(fts5, "POSTINGS_BUDGET", 3)
    asked.add({f"{n}.txt": f"员工 {n} 的报销单已经提交。" for n in range(60)})
    asked.add({"right.txt": "员工食堂周五供应酸菜鱼。"})
    assert asked.paths("员工 报销单 提交 酸菜鱼")[0] == "right.txt"


def test_an_index_made_by_another_stemmer_is_made_again(asked: AnsweringHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.add(LEAVE)
    asked.add({"leave.txt": "年假顺延已经取消。"})
    before = asked.paths("年假顺延")
    asked.database.write(
        lambda c: c.execute("INSERT INTO knowledge_fts (knowledge_fts) VALUES ('delete-all')")
    ).result()
    assert asked.paths("年假顺延") == []
    monkeypatch.setattr(fts5, "FORMAT", "of another year")
    LexicalIndex(asked.database)
    assert asked.paths("年假顺延") == before == ["leave.txt"]


def counts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    return connection.execute("SELECT term, doc FROM knowledge_lexicon ORDER BY term").fetchall()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=6), seed=st.integers(0, 99))
def test_removal_leaves_no_trace_in_the_index(asked: AnsweringHouse, texts: list[str], seed: int) -> None:
    """A trace would grow into wrong frequencies, and into passages found by words they do not have."""
    with asked.database.read() as connection:
        before = counts(connection)
    events = asked.add({f"{seed} {n}.txt": f"# {text}\n\n{text}" for n, text in enumerate(texts)})
    ids = [event.document for event in events if event.document is not None and event.status != "failed"]
    random.Random(seed).shuffle(ids)
    for document in ids:
        asked.ingest.remove(document, actor=owner())
    with asked.database.read() as connection:
        assert counts(connection) == before
        assert connection.execute("SELECT SUM(chunks), SUM(terms) FROM knowledge_bases").fetchone() in {
            (0, 0),
            (None, None),
        }
