"""Cutting text into sentences."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.sentences import MAX_SENTENCE_CHARS, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年假五天。病假另算！真的吗？", ["年假五天。", "病假另算！", "真的吗？"]),
        ("他说：“可以。”然后走了。", ["他说：“可以。”", "然后走了。"]),
        ("费率是 3.5%。不含税。", ["费率是 3.5%。", "不含税。"]),
        ("Ask Dr. Li at 3.30 p.m. today. Then wait.", ["Ask Dr. Li at 3.30 p.m. today.", "Then wait."]),
        ("J. R. Smith et al. wrote it. See Fig. 2.", ["J. R. Smith et al. wrote it.", "See Fig. 2."]),
        ("He lives in Washington, D.C. She does not.", ["He lives in Washington, D.C.", "She does not."]),
        ('"Is it done?" she asked. "Yes."', ['"Is it done?"', "she asked.", '"Yes."']),
        ("用 Python 3.11 运行。See above.结束", ["用 Python 3.11 运行。", "See above.", "结束"]),
        ("It is **five days.** Ask *first.* _Then_ go.", ["It is **five days.**", "Ask *first.*", "_Then_ go."]),
        ("**重点。**其他。**病假**另算。", ["**重点。**", "其他。", "**病假**另算。"]),
        ("**年假五天。**", ["**年假五天。**"]),
        ("* 年假五天。**病假**另算。", ["* 年假五天。", "**病假**另算。"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_prose(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "Employees may carry over up to five days of annual leave\n"
        "to the next year, if their manager agrees to it in writing\n"
        "before the end of December."
    )
    assert cut(text) == [text]
    chinese = "员工没有休完的年假可以顺延到下一年，但最多不得超过五\n天，并且必须在次年三月底以前使用，逾期的自动作废。"
    assert cut(chinese) == [chinese]


@pytest.mark.parametrize(
    "lines",
    [
        ["员工手册", "年假规定适用于全体正式员工，包括试用期内的员工和已经签订劳动合同的兼职员工。"],
        ["- 一线城市每晚 600 元", "- 其他城市每晚 400 元"],
        ["1. Open the lid and wait until the light is green", "2. Put the paper in and close the lid again firmly"],
        ["第一条 为了规范公司的差旅费用管理，制定本办法", "第二条 本办法适用于公司全体员工，包括派遣员工"],
        ["| 职级 | 机票 |", "| 经理 | 经济舱 |"],
        ["name\tdays", "annual\t10"],
        ["职级: 经理; 机票: 经济舱", "职级: 总监; 机票: 商务舱"],
    ],
)
def test_lines_that_stand_alone(lines: list[str]) -> None:
    assert cut("\n".join(lines)) == lines


def test_a_text_without_stops_is_cut_at_its_clauses() -> None:
    text = "，".join(f"第{number}段没有句号的话" for number in range(100))
    pieces = cut(text)
    assert "".join(pieces) == text
    assert all(len(piece) <= MAX_SENTENCE_CHARS for piece in pieces)
    assert all(piece.endswith("，") for piece in pieces[:-1])


@given(st.text(alphabet=st.sampled_from('年假。！？.!? \n\t,，;；"”A.b1-|#*_'), max_size=300) | st.text(max_size=300))
def test_nothing_is_lost_and_nothing_is_said_twice(text: str) -> None:
    spans = sentences(text)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    between = [text[end:start] for end, (start, _) in zip(ends, [*spans, (len(text), 0)], strict=True)]
    assert all(not gap.strip() for gap in between)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def test_a_line_of_leaders_costs_its_length_once() -> None:
    began = time.perf_counter()
    assert len(sentences("." * 300_000 + "a")) == 750 + 1
    assert time.perf_counter() - began < 2  # the square of it took a minute
