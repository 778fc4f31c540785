"""People set documents right: what is marked answers nothing, what is replaced says so, what is pointed to is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixing_house import ANNUAL, LEAVE, OWNER, STRANGER, Fixing, opened_fixing

from wainao.features.knowledge.written.judge import MAX_TOKENS
from wainao.kernel import NotFoundError, UsageError
from wainao.testing import ModelServer
from wainao.types import Amendment

CARRIED = "Until when may leave be carried over?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Fixing]:
    with opened_fixing(tmp_path / "home") as opened:
        yield opened


# Marks


def test_what_is_marked_is_quoted_no_more_and_the_answer_says_who_marked_it(house):
    document = house.add("Annual leave is 30 days per year.")
    told = house.call("knowledge:ask", question=ANNUAL)
    marked = house.call("fixes:mark", receipt=told.receipt, citation=1, why="Seven weeks by now.").output
    (place,) = marked.affected
    assert (place.before, place.after) == ("Annual leave is 30 days per year.", "")
    told = house.call("knowledge:ask", question=ANNUAL)
    assert told.output.origin == "none"
    assert "owner, marked the passage that speaks of it as outdated" in told.output.answer
    assert "(Seven weeks by now.)" in told.output.answer
    assert house.call("knowledge:search", question=ANNUAL).output.passages == ()
    assert told.versions[f"fix:{marked.fix}"] == "outdated"
    verdicts = house.call("receipts:show", receipt=told.receipt).output.verdicts
    assert ("outdated", marked.fix) in {(one.said, one.why) for one in verdicts if one.by == "fix"}
    (shown,) = house.call("knowledge:page", document=document).output.amendments
    assert (shown.kind, shown.char_start, shown.char_end, shown.why) == ("outdated", 0, 33, "Seven weeks by now.")


def test_in_chinese_it_is_told_in_chinese(house):
    document = house.add("年假为三十天。", "年假.md")
    house.fix("mark", document=document, quote="年假为三十天", blame="wrong")
    answer = house.ask("年假有多少天？").answer
    assert "已由 owner 于" in answer
    assert answer.endswith("标为有误。")


def test_a_mark_has_the_whole_sentence_and_leaves_its_neighbours(house):
    document = house.add()
    house.fix("mark", document=document, quote="30 days")
    assert not any("30 days per" in quote for quote in house.quotes())
    assert "It may be carried over until March." in house.quotes(CARRIED)
    (passage, *_) = house.call("knowledge:search", question=CARRIED).output.passages
    assert "30 days" in passage.quote, "a citation has the document's own words"
    assert "Annual leave is 30 days" not in passage.text
    assert [one.kind for one in passage.amendments] == ["outdated"]


def test_a_mark_survives_reading_again_and_moving_and_says_when_its_passage_is_gone(house):
    document = house.add()
    fix = house.fix("mark", document=document, quote="Annual leave is 30 days per year.")
    house.call("knowledge:remove", document=document)
    assert "not there any more" in house.listed()[fix].remark.en
    house.add()
    assert house.listed()[fix].remark == ""
    assert not any("30 days per" in quote for quote in house.quotes())
    house.add("# News\n\nWe have moved.\n\n" + LEAVE.replace("30 days", "30  days"))
    assert not any("per year" in quote for quote in house.quotes()), "the same words at another place"
    house.add(LEAVE.replace("30 days", "45 days"))
    assert house.quotes()[0] == "Annual leave is 45 days per year.", "what it says now, nobody marked"
    assert "does not say this" in house.listed()[fix].remark.en
    house.add()
    assert not any("30 days per" in quote for quote in house.quotes()), "back again, it is marked again"


def test_of_two_places_that_say_the_same_only_the_marked_one_is_out(house):
    document = house.add("# Berlin\n\nLeave is 30 days.\n\n# Paris\n\nLeave is 30 days.\n")
    with pytest.raises(UsageError, match="at 2 places"):
        house.call("fixes:mark", document=document, quote="Leave is 30 days.")
    passages = house.call("knowledge:search", question="leave Paris")
    place = next(at for at, one in enumerate(passages.output.passages, 1) if one.section == "Paris")
    house.fix("mark", receipt=passages.receipt, citation=place)

    def cited() -> set[str | None]:
        return {citation.section for citation in house.ask("How many days is leave?").citations}

    assert cited() == {"Berlin"}
    house.add("# Intro\n\nHello.\n\n# Paris\n\nLeave is 30 days.\n\n# Berlin\n\nLeave is 30 days.\n")
    assert cited() == {"Berlin"}, "in another version it is known by its section"


# Replacements


def test_a_replaced_fact_is_told_with_who_replaced_it_and_the_citation_keeps_the_original(house):
    house.add()
    rehearsed = house.call("fixes:replace", old="30 days", new="45 days", dry_run=True).output
    assert (rehearsed.fix, rehearsed.total, house.listed()) == (None, 1, {})
    assert rehearsed.affected[0].after == "Annual leave is 45 days per year."
    fix = house.fix("replace", old="30 days", new="45 days", why="New law.")
    told = house.call("knowledge:ask", question=ANNUAL)
    citation = told.output.citations[0]
    assert citation.quote == "Annual leave is 30 days per year."
    (amendment,) = citation.amendments
    assert (amendment.text, amendment.author, amendment.why) == ("45 days", "owner", "New law.")
    sentence = told.output.sentences[0].text
    assert sentence.startswith('Annual leave is 45 days (the document says "30 days"; owner set it right on 20')
    assert told.versions[f"fix:{fix}"] == "replaced"
    assert "130 days" in house.ask("How long is parental leave?").answer


def test_the_nearest_replacement_counts_and_a_newer_one_takes_the_place_of_an_older(house):
    document = house.add()
    house.add(LEAVE, "other.md")
    house.fix("replace", old="30 days", new="40 days", everywhere=True)
    first = house.fix("replace", old="30 days", new="45 days", document=document)
    second = house.fix("replace", old="３０ Days", new="50 days", document=document)
    told = {one.path: one.amendments[0].text for one in house.ask().citations if "per year" in one.quote}
    found = house.call("knowledge:search", question=ANNUAL).output.passages
    told |= {one.path: one.amendments[0].text for one in found}
    assert told == {"leave.md": "50 days", "other.md": "40 days"}
    assert [house.listed()[fix].state for fix in (first, second)] == ["superseded", "standing"]


def test_a_model_reads_what_is_right_and_is_held_to_it(tmp_path):
    said = "Annual leave is 45 days per year. [1] Annual leave is 30 days per year. [1]"
    with ModelServer(lambda asked: "yes" if asked.body.get("max_tokens") == MAX_TOKENS else said) as server:
        models = {"base_url": server.url, "model": "m"}
        with opened_fixing(tmp_path / "home", models=models, knowledge={"judge": True}) as house:
            house.add()
            house.fix("replace", old="30 days", new="45 days")
            answer = house.ask()
        writing, judging = [asked.said for asked in server.received if "leave" in asked.said]
    assert "45 days" in writing
    assert "30 days per" not in writing + judging
    assert [sentence.supported for sentence in answer.sentences] == [True, False]
    citation = answer.citations[answer.sentences[0].citations[0]]
    assert citation.quote == "Annual leave is 30 days per year."
    assert [one.text for one in citation.amendments] == ["45 days"]


# Points


def test_a_question_is_answered_from_where_a_person_pointed_it(house):
    house.add()
    document = house.add("# Holidays\n\nEverybody rests for forty-five of them. Ask your manager.\n", "rest.md")
    fix = house.fix("point", question=ANNUAL, document=document, quote="Everybody rests for forty-five of them.")
    told = house.call("knowledge:ask", question="Hello! How many days of annual leave per year, please?")
    assert {citation.path for citation in told.output.citations} == {"rest.md"}
    assert told.versions[f"fix:{fix}"] == "point"
    assert house.call("knowledge:search", question=ANNUAL).output.passages[0].path == "rest.md"
    assert house.ask("How many days of parental leave?").citations[0].path == "leave.md", "another question"
    assert house.ask("How many days of annual leave per month?").citations[0].path == "leave.md"
    assert house.quotes(ANNUAL, filters={"media_types": ["application/pdf"]}) == [], "filters hold"
    house.call("knowledge:remove", document=document)
    assert house.ask().citations[0].path == "leave.md", "where it is gone, all others are asked"


def test_a_point_is_made_on_a_receipt_too(house):
    house.add()
    document = house.add("Everybody rests for forty-five days.", "rest.md")
    receipt = house.call("knowledge:ask", question=ANNUAL).receipt
    fix = house.fix("point", receipt=receipt, document=document)
    assert (house.listed()[fix].question, house.ask().citations[0].path) == (ANNUAL, "rest.md")


# For whom


def test_without_the_overlay_documents_say_what_they_say(house):
    document = house.add()
    house.fix("replace", old="30 days", new="45 days")
    house.fix("mark", document=document, quote="until March")
    told = house.call("knowledge:ask", question=ANNUAL, overlay=False)
    assert told.output.sentences[0].text == "Annual leave is 30 days per year."
    assert told.output.citations[0].amendments == ()
    assert not any(name.startswith("fix:") for name in told.versions)
    assert any("March" in quote for quote in house.quotes(CARRIED, overlay=False))


def test_other_tenants_and_other_bases_are_untouched(house):
    document = house.add()
    house.add(LEAVE, base="hr")
    theirs = house.call("knowledge:upload", name="leave.md", content=LEAVE.encode(), by=STRANGER).output.document
    fix = house.fix("replace", old="30 days", new="45 days")
    house.fix("mark", document=document, quote="until March")
    everywhere = house.fix("replace", old="130 days", new="150 days", everywhere=True)
    assert all(one.amendments == () for one in house.ask(bases=["hr"]).citations if "per year" in one.quote)
    assert all(one.amendments == () for one in house.ask(by=STRANGER).citations)
    assert house.ask("Parental leave?", by=STRANGER).citations[0].amendments == ()
    assert house.listed(by=STRANGER) == {}
    for name, fields in (("show", {}), ("revoke", {}), ("approve", {})):
        with pytest.raises(NotFoundError):
            house.call(f"fixes:{name}", fix=everywhere, by=STRANGER, **fields)
    for fields in ({"document": document, "quote": "30 days"}, {"receipt": house.call("fixes:list").receipt}):
        with pytest.raises(NotFoundError):
            house.call("fixes:mark", by=STRANGER, **fields)
    with pytest.raises(NotFoundError):
        house.call("fixes:mark", document=theirs, quote="30 days", by=OWNER)
    assert house.call("fixes:show", fix=fix).output.total == 1


HOSTILE: list[dict[str, Any]] = [
    {"old": "", "new": "x"},
    {"old": "30", "new": " "},
    {"old": "30 days", "new": "３０  DAYS"},
    {"old": "...", "new": "x"},
    {"old": "30", "new": "4\x005"},
    {"old": "3" * 201, "new": "x"},
    {"old": "30", "new": "x" * 201},
    {"old": "30", "new": "45", "base": "main", "everywhere": True},
]


@pytest.mark.parametrize("fields", HOSTILE)
def test_a_value_that_is_none_is_refused(house, fields):
    house.add()
    with pytest.raises(UsageError):
        house.call("fixes:replace", **fields)


@pytest.mark.parametrize("old", ["30 days", "(.*)", "%", "Annual_leave", "'; DROP TABLE knowledge_fixes; --", "\\d+"])
def test_a_value_is_a_value_and_never_a_pattern(house, old):
    house.add()
    if any(map(str.isalnum, old)):
        assert house.call("fixes:replace", old=old, new="<b>45</b> days").output.total == (old == "30 days")
    assert "130 days" in house.ask("How long is parental leave?").answer


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("mark", {"quote": "30 days"}),
        ("mark", {"document": "0" * 20, "quote": "30 days"}),
        ("mark", {"document": "here", "quote": "nowhere"}),
        ("mark", {"document": "here", "quote": ""}),
        ("mark", {"receipt": "asked", "citation": 9}),
        ("mark", {"receipt": "asked", "citation": 0}),
        ("replace", {"old": "30 days", "new": "45 days", "receipt": "0" * 26}),
        ("replace", {"old": "30 days", "new": "45 days", "document": "0" * 20}),
        ("point", {"document": "here"}),
        ("point", {"document": "here", "question": " "}),
        ("point", {"document": "here", "question": "Leave?", "quote": "nowhere"}),
        ("point", {"document": "0" * 20, "question": "Leave?"}),
    ],
)
def test_what_is_not_there_cannot_be_set_right(house, name, fields):
    there = {"document": house.add(), "receipt": house.call("knowledge:ask", question=ANNUAL).receipt}
    fields = {key: there[key] if value in ("here", "asked") else value for key, value in fields.items()}
    with pytest.raises((UsageError, NotFoundError)):
        house.call(f"fixes:{name}", **fields)
    assert house.listed() == {}


def test_an_amendment_says_where(house):
    document = house.add()
    house.fix("replace", old="30 days", new="45 days")
    page = house.call("knowledge:page", document=document).output
    text = "\n".join(line.text for line in page.lines)
    (amendment,) = page.amendments
    assert isinstance(amendment, Amendment)
    assert text[amendment.char_start : amendment.char_end] == "30 days"
