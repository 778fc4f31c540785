"""Errors in Chinese: whatever the values in them are, and however they are nested."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.app.translation import said_in
from wainao.app.zh.errors import ERRORS

SENTENCES = [english for english in ERRORS if english.endswith(".") and len(english) > 40]
PIECES = st.sampled_from([piece for english in SENTENCES for piece, _, _, _ in Formatter().parse(english)] + ["'", '"'])
ANYTHING = st.one_of(st.text(), st.sampled_from(SENTENCES), st.lists(PIECES).map("".join))
HANZI = re.compile("[\u4e00-\u9fff]")
LONG = 1_000_000


def said(text: str) -> str:
    return said_in("zh", text)


def test_english_stays_english():
    assert said_in("en", "There is no plan 'a'. `wainao plans list` shows them.") == (
        "There is no plan 'a'. `wainao plans list` shows them."
    )


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "'knowledge:ask' has no field 'qestion'. Did you mean 'question'?",
            "'knowledge:ask' 没有字段 'qestion'。是不是想写 'question'？",
        ),
        (
            "The field 'top' of 'knowledge:ask' is wrong: 'x' was given. Expected `int`, got `str`.",
            "'knowledge:ask' 的字段 'top' 有误，给的是 'x'。应为 `int`，给的却是 `str`。",
        ),
        (
            "'a:b' needs the field 'why'. Its fields: why (required), question, none.",
            "'a:b' 缺少字段 'why'。它的字段：why（必填）、question、无。",
        ),
        (
            "The question is empty. Expected plain text of up to 9 characters.",
            "问题是空的。应为最多 9 个字符的纯文字。",
        ),
        ("There is no deployment 'a'. deployments:list shows them.", "没有部署 'a'。用 deployments:list 查看。"),
        (
            "The file 'a' cannot be read: No such file or directory. Name one that can.",
            "文件 'a' 无法读取：没有这个文件或文件夹。请换一个能读取的文件。",
        ),
        (
            "'ann' may not call 'a:b': it needs the right 'write' and has: act, read. "
            "Ask an administrator for that right.",
            "'ann' 不能调用 'a:b'：需要「写」权限，现有：行动、读。请管理员授予该权限。",
        ),
        (
            "This call waits for a person: 'mail:send' acts on the world outside. Once approval 'p' is given, send the "
            "same call again with it.",
            "这次调用在等人审批：'mail:send' 会对外部产生作用。审批 'p' 得到批准之后，请带上它把同样的调用再发一次。",
        ),
        (
            "The correction 'c' is superseded. Only a proposed or trial one can be approved.",
            "更正 'c' 已被取代。只有待批准或试用中的才能批准。",
        ),
        (
            "No deployment of the route 'r' can be asked now. a/b: 2 under way; c/d: left alone since it failed (The "
            "endpoint failed: 'no'.). Try again later, or add another deployment.",
            "路由 'r' 现在没有部署可问。a/b：2 个进行中；c/d：失败之后先不用它（端点出错：'no'）。"
            "请稍后再试，或添加别的部署。",
        ),
    ],
)
def test_sentences(english, chinese):
    assert said(english) == chinese


@pytest.mark.parametrize(
    "text", ["", ".", "nothing of ours", "'a' and 'b'", "calls", "all: of it", "a; b; c", "没有这个文件。", "\n\0"]
)
def test_what_is_not_ours_stays_as_it_is(text):
    assert said(text) == text


def test_a_value_that_reads_like_the_sentence_stays_whole():
    hostile = "x'. Did you mean 'y'? has no field 'z"
    told = said(f"'a:b' has no field {hostile!r}. Did you mean 'question'?")
    assert told == f"'a:b' 没有字段 {hostile!r}。是不是想写 'question'？"


def test_what_stands_in_quotes_is_not_said_otherwise():
    text = "There is no plan 'a'. `wainao plans list` shows them."
    assert said(f"There is no capability {text!r}. Did you mean 'a:b'?") == f"没有能力 {text!r}。是不是想写 'a:b'？"


@given(st.sampled_from(SENTENCES), st.data())
def test_whatever_is_quoted_in_a_sentence_it_is_said_in_chinese_with_that(english, data):
    quoted = {}

    def value(name: str, how: str | None) -> str:
        if how != "r":
            return data.draw(st.from_regex("[0-9]{1,4}", fullmatch=True))
        quoted[name] = repr(data.draw(ANYTHING))
        return quoted[name]

    told = said("".join(text + (value(name, how) if name else "") for text, name, _, how in Formatter().parse(english)))
    assert all(repr_ in told for name, repr_ in quoted.items() if f"{{{name}}}" in ERRORS[english])
    assert HANZI.search(told)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_nothing_breaks_it(text):
    assert said_in("en", text) == text
    assert isinstance(said(text), str)


@pytest.mark.parametrize("piece", ["'", '"', "\\", "; ", "a", " was given. ", "'a' has no field 'b'. ", "The ", "说"])
@pytest.mark.parametrize("around", ["{}", "{}.", "'a' has no field '{}'. x", "The section [a] is wrong: {}", "{} x."])
def test_a_megabyte_is_read_once(piece, around):
    """That it ends at all: were it read again for each of its characters, it would take days."""
    text = around.format(piece * (LONG // len(piece)))
    assert len(said(text)) >= LONG // 2
