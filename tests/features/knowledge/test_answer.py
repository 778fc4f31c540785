"""Answers without a model: what is quoted, where it is said to stand, and when nothing is."""

from pathlib import Path

import knowledge_files as files
import pytest
from answering_house import AnsweringHouse

from wainao.features.knowledge import refusal
from wainao.features.knowledge.capabilities.ask import Ask, AskInput
from wainao.types import owner

HANDBOOK = """# 员工手册

## 第一章 年假

正式员工每年享有 10 天带薪年假。当年未休完的年假可顺延至次年 3 月 31 日,逾期作废。

## 第二章 报销

- 一线城市住宿每晚 600 元。
- 餐补每天 100 元。

| 职级 | 高铁 |
| --- | --- |
| 经理 | 一等座 |
| 总监 | 商务座 |
"""
SECURITY = """# Security

Passwords have at least 14 characters. Never share a password.

## Visitors

Visitors wear a badge. Each employee may bring three guests a day.
"""
QUESTIONS = """# Questions

Can I work from home? Up to two days a week, if your manager agrees.

年假怎么申请？在系统里提交,由主管批准。
"""


@pytest.fixture
def handbook(asked: AnsweringHouse) -> AnsweringHouse:
    asked.add({"handbook.md": HANDBOOK, "security.md": SECURITY, "faq.md": QUESTIONS})
    return asked


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("年假可以顺延到下一年吗?", "当年未休完的年假可顺延至次年 3 月 31 日,逾期作废。"),
        ("請問年假可以順延到下一年嗎？謝謝", "当年未休完的年假可顺延至次年 3 月 31 日,逾期作废。"),
        ("一线城市住宿能报多少?", "- 一线城市住宿每晚 600 元。"),
        ("经理坐高铁坐什么座?", "职级: 经理; 高铁: 一等座"),
        ("How long must a password be?", "Passwords have at least 14 characters."),
        ("How many guests can I bring?", "Each employee may bring three guests a day."),
        ("Can I work from home?", "Up to two days a week, if your manager agrees."),
        ("年假怎么申请?", "在系统里提交,由主管批准。"),
    ],
)
def test_the_sentence_that_answers_comes_first(handbook: AnsweringHouse, question: str, first: str) -> None:
    answer = handbook.answer(question)
    assert (answer.origin, answer.sentences[0].text) == ("documents", first)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("公司有没有健身房?", "在你的文档里没有找到答案。"),
        ("产假多少天?", "在你的文档里没有找到答案。"),
        ("红楼梦的作者是谁?", "在你的文档里没有找到答案。"),
        ("Who is the president of France?", "Not found in your documents."),
        ("What is the dress code?", "Not found in your documents."),
        ("asdfgh", "Not found in your documents."),
    ],
)
def test_what_is_not_there_is_not_made_up(handbook: AnsweringHouse, question: str, said: str) -> None:
    answer = handbook.answer(question)
    assert (answer.origin, answer.answer, answer.citations) == ("none", said, ())


def test_an_empty_house_says_so(asked: AnsweringHouse) -> None:
    assert asked.answer("年假有几天?").origin == "none"


def test_one_document_of_one_sentence_is_enough(asked: AnsweringHouse) -> None:
    asked.add({"wifi.txt": "访客无线网络的密码是 spring-2026。"})
    assert asked.answer("访客无线网络密码是什么?").sentences[0].text == "访客无线网络的密码是 spring-2026。"
    assert asked.answer("食堂几点开门?").origin == "none"


def test_each_quote_stands_where_its_citation_says(handbook: AnsweringHouse) -> None:
    answer = handbook.answer("年假可以顺延吗?")
    assert [sentence.citations for sentence in answer.sentences] == [(n,) for n in range(len(answer.sentences))]
    assert all(sentence.supported for sentence in answer.sentences)
    assert answer.answer == "\n".join(sentence.text for sentence in answer.sentences)
    first = answer.citations[0]
    assert (first.path, first.line_start, first.line_end) == ("handbook.md", 5, 5)
    assert first.section == "员工手册 > 第一章 年假"
    text = "\n".join(placed.line.text for placed in _lines(handbook, first.document))
    assert all(text[c.char_start : c.char_end] == c.quote for c in answer.citations if c.document == first.document)


def _lines(house: AnsweringHouse, document: str):
    from wainao.features.knowledge import store

    with house.database.read() as connection:
        return store.placed_lines(connection, store.visible_version(connection, owner(), document, None))


def test_a_quote_from_a_pdf_has_the_box_of_its_own_lines(asked: AnsweringHouse) -> None:
    page = [(72, 700, 12, "The lift is serviced every March."), (72, 660, 12, "Fire drills are held twice a year.")]
    list(asked.ingest.add_bytes([("house.pdf", files.pdf([page]))], actor=owner()))
    (citation, *_) = asked.answer("How often are fire drills held?").citations
    assert (citation.quote, citation.page) == ("Fire drills are held twice a year.", 1)
    (passage, *_) = asked.retriever.search("fire drills", actor=owner()).passages
    assert citation.box is not None
    assert passage.box is not None
    height = citation.box[3] - citation.box[1]
    assert 0 < height < passage.box[3] - passage.box[1]


def test_no_words_are_quoted_twice(asked: AnsweringHouse) -> None:
    asked.add({f"{n}.txt": "The canteen opens at noon. It closes at two." for n in range(4)})
    said = [sentence.text for sentence in asked.answer("When does the canteen open?").sentences]
    assert said[0] == "The canteen opens at noon."
    assert len(said) == len(set(said))


def test_a_base_is_measured_once_and_again_when_it_has_grown(
    asked: AnsweringHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = []
    real = refusal.calibrate
    monkeypatch.setattr(refusal, "calibrate", lambda c, i, base: measured.append(base.chunks) or real(c, i, base))
    asked.add({f"{n}.txt": f"Room {n} on floor {n} has a projector and seats {n} people." for n in range(10)})
    for _ in range(3):
        asked.answer("Which room has a projector?")
        asked.database.write(lambda connection: None).result()
    assert measured == [10]
    asked.add({f"more {n}.txt": f"Printer {n} takes paper of size A{n} from the second tray." for n in range(5)})
    asked.answer("Which printer takes A4?")
    assert measured == [10, 15]


def test_the_measure_is_taken_from_the_base_alone(asked: AnsweringHouse) -> None:
    """The same content gives the same limit, whoever asks and whenever."""
    texts = {f"{n}.txt": f"第{n}条 员工出差应当提前{n}天申请，由部门经理和财务经理批准后执行。" for n in range(40)}
    asked.add(texts)
    asked.add(texts, base="copy")
    with asked.database.read() as connection:
        one, two = asked.retriever.visible(connection, owner(), ())
        first = refusal.calibrate(connection, asked.index, one)
        second = refusal.calibrate(connection, asked.index, two)
    assert [(c.script, c.threshold) for c in first] == [(c.script, c.threshold) for c in second]


def test_no_bases_named_are_all_bases_for_corrections_too() -> None:
    assert Ask.spec.correctable is not None
    assert Ask.spec.correctable.bases(AskInput(question="?", bases=())) is None
    assert Ask.spec.correctable.bases(AskInput(question="?", bases=("main",))) == ("main",)


def test_one_question_measures_one_base_at_most(asked: AnsweringHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []
    real = refusal.calibrate
    monkeypatch.setattr(refusal, "calibrate", lambda c, i, base: measured.append(base.base) or real(c, i, base))
    for number in range(1, 4):
        texts = {f"{n}.txt": f"Room {n} on floor {number} seats {n} people." for n in range(10 * number)}
        asked.add(texts, base=f"floor {number}")
    for _ in range(4):
        asked.answer("How many people does room 3 seat?")
        asked.database.write(lambda connection: None).result()
    assert measured == ["floor 3", "floor 2", "floor 1"]


def test_manners_that_are_spelt_like_a_word_of_the_documents_change_nothing(tmp_path: Path) -> None:
    house = AnsweringHouse(tmp_path)
    house.add({"court.md": "# Court\n\nA plea is heard on Monday. A pleasant room is kept free for it."})
    assert house.answer("Please tell me when a plea is heard.").origin == "documents"
    assert house.answer("Please tell me when the room is heard.").sentences[0].citations
    house.close()


def test_what_a_document_says_on_each_page_is_no_part_of_an_answer(asked: AnsweringHouse) -> None:
    said = {
        "年假": "年假为每年 25 天。",
        "差旅": "酒店每晚最多报销 500 元。",
        "停车": "院内停车每月 40 元。",
        "导师": "导师津贴每月 500 元。",
    }
    rest = "其余事项由办公室另行规定。" * 60  # so that each chapter is a passage of its own
    chapters = [f"# {title}\n\n{one}我们正直、协作、务实。关于{title}的{rest}" for title, one in said.items()]
    asked.add({"handbook.md": "\n\n".join(chapters)})
    assert asked.answer("院内停车每月多少钱？").answer == "院内停车每月 40 元。"
    assert asked.answer("我们正直协作务实吗？").answer.startswith("我们正直、协作、务实。")
