"""When two questions are equal: manners, width, script and punctuation never matter, content always does."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.text.wording import normalise

ZH = (
    "年假可以顺延到下一年",
    "试用期员工请3天病假扣多少工资",
    "请假要提前几天申请",
    "上海办公室的社保公积金几号截止增员",
    "怎么在 Pelorin 系统里申请 remote work",
    "附近有没有酒吧",
    "这是什么",
    "你们的发票抬头怎么填",
    "谢师宴的费用能报销",
    "2025年三季度的销售额是多少",
    "C++ 的项目用哪个版本的编译器",
    "气温低于-5度还上课",
)
EN = (
    "How many days of annual leave can I carry over",
    "What is the deadline for expense claims in 2026",
    "Is hello kitty merchandise taxed at 13%",
    "Who approves orders over $5,000",
    "can I bring 2 guests to the summer party",
    "Which .NET version does kelpra 4.2 support",
    "What is the minimum notice during probation",
)
OPENINGS_ZH = (
    "",
    "请问",
    "请问一下，",
    "您好,",
    "你好！",
    "麻烦问一下:",
    "我想咨询一下,",
    "不好意思，",
    "各位好，有个问题想请教一下：",
    "想问下",
)
CLOSINGS_ZH = (
    "",
    "?",
    "？？",
    "吗",
    "呢？",
    "啊",
    "，谢谢",
    "。谢谢您！",
    "？麻烦尽快回复",
    "，急，在线等",
    " 多谢",
    "吗?🙏",
)
OPENINGS_EN = (
    "",
    "Hi, ",
    "Hello there! ",
    "Please, ",
    "Could you please tell me: ",
    "Excuse me, ",
    "I would like to know ",
    "Good morning, quick question: ",
    "Sorry to bother you. ",
    "Hope you are well. ",
)
CLOSINGS_EN = (
    "",
    "?",
    " ???",
    ", please",
    "? Thanks!",
    ". Thank you so much",
    "? Please answer soon, thanks.",
    "? Best regards",
)


def key(question: str) -> str:
    return normalise(question).key


@given(st.sampled_from(ZH), *[st.sampled_from(OPENINGS_ZH)] * 2, *[st.sampled_from(CLOSINGS_ZH)] * 2)
def test_chinese_manners_change_nothing(question: str, first: str, second: str, then: str, last: str) -> None:
    assert key(first + second + question + then + last) == key(question)


@given(st.sampled_from(EN), *[st.sampled_from(OPENINGS_EN)] * 2, st.sampled_from(CLOSINGS_EN))
def test_english_manners_change_nothing(question: str, first: str, second: str, last: str) -> None:
    assert key(first + second + question + last) == key(question)


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})


@given(st.sampled_from(ZH + EN), st.sampled_from(["wide", "upper", "spaces", "marks", "invisible"]))
def test_form_changes_nothing(question: str, form: str) -> None:
    changed = {
        "wide": question.translate(WIDE),
        "upper": question.upper(),
        "spaces": f"  {question.replace(' ', '   ')}\n",
        "marks": f"“{question}”。",
        "invisible": "\u200b".join(question),
    }[form]
    assert key(changed) == key(question)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沒休完的年假可以順延到2026年嗎", "没休完的年假可以顺延到2026年"),
        ("请三天病假", "请 3 天病假"),
        ("三天?", "3天"),
        ("周六加班8个小时", "星期六加班八小时"),
        ("能不能顺延", "能顺延吗"),
        ("可不可以报销", "可以报销吗"),
        ("是否需要审批", "需要审批吗"),
        ("第三季度的销售额", "三季度的销售额"),
        ("八个小时", "8小时"),
        ("请问下周放假吗", "下周放假吗"),
        ("我想了解下属的考勤", "下属的考勤"),
        ("５ｍＷ的激光笔", "5mW的激光笔"),
        ("社保、公积金", "社保公积金"),
        ("What's the deadline", "what is the deadline?"),
        ("I can't log in", "I cannot log in"),
        ("three days", "3 days"),
        ("a 10 kg parcel", "a 10kg parcel"),
        ("an order of 1,000 pieces", "an order of 1000 pieces"),
        ("10 percent", "10%"),
        ("the sign-in page", "the sign in page"),
    ],
)
def test_harmless_variants_are_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("请3天病假", "请30天病假"),
        ("请3天病假", "请3小时病假"),
        ("3个月", "3月"),
        ("1.5倍工资", "15倍工资"),
        ("3-5天", "35天"),
        ("3、5天", "35天"),
        ("2025年", "2026年"),
        ("周六加班", "周日加班"),
        ("8:30上班", "830上班"),
        ("可以顺延吗", "不可以顺延吗"),
        ("没交过的人", "交过的人"),
        ("气温-5度", "气温5度"),
        ("<5天", ">5天"),
        ("$5", "€5"),
        ("10²", "102"),
        ("CO₂ 2", "CO 22"),
        ("1½ cups", "11/2 cups"),
        ("①②", "12"),
        ("a 5 Mb file", "a 5 MB file"),
        ("a 5 mW laser", "a 5 MW laser"),
        ("C++ 的编译器", "C 的编译器"),
        ("C# 的编译器", "C 的编译器"),
        (".NET", "net"),
        ("python 3.10", "python 3.1"),
        ("f(2)", "f2"),
        ("2*(3+4)", "(2*3)+4"),
        ("room 007", "room 7"),
        ("酒吧在哪", "酒在哪"),
        ("怎么说谢谢", "怎么说"),
        ("how do you say please", "how do you say"),
        ("hello kitty price", "kitty price"),
        ("百度是什么", "100度是什么"),
        ("请教师来校", "师来校"),
        ("需要了解哪些规定", "哪些规定"),
        ("do you know the CEO", "the CEO"),
        ("who is the best", "who is the"),
        ("with insurance", "without insurance"),
        ("从东区到西区", "从西区到东区"),
        ("The parcel says delivered but I didn't get it", "The parcel says not delivered but I did get it"),
        ("双十一2025", "双112025"),
        ("５ ｍＷ", "５ ＭＷ"),
        ("奥迪Q3的销量", "奥迪三季度的销量"),
        ("有疑问,找谁", "找谁"),
        ("可以告知员工加班费吗", "员工加班费"),
        ("请教我跳舞", "我跳舞"),
        ("想请教练教游泳", "练教游泳"),
        ("请问下周放假吗", "周放假吗"),
        ("is it rude to say sorry to bother you", "is it rude to say"),
        ("🙏是什么意思", "是什么意思"),
    ],
)
def test_what_differs_in_content_stays_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.sampled_from(ZH + EN), st.data())
def test_a_changed_digit_changes_the_key(question: str, data: st.DataObject) -> None:
    places = [at for at, character in enumerate(question) if character.isdigit()]
    if not places:
        question, places = question + "7", [len(question)]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != question[at]]))
    assert key(question[:at] + digit + question[at + 1 :]) != key(question)


@given(st.sampled_from(ZH), st.data())
def test_a_chinese_negation_changes_the_key(question: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(question)))
    assert key(question[:at] + data.draw(st.sampled_from("不没未无")) + question[at:]) != key(question)


@given(st.sampled_from(EN), st.data())
def test_an_english_negation_changes_the_key(question: str, data: st.DataObject) -> None:
    words = question.split()
    words.insert(data.draw(st.integers(0, len(words))), data.draw(st.sampled_from(["not", "no", "never", "without"])))
    assert key(" ".join(words)) != key(question)


ANYTHING = st.text(
    st.one_of(
        st.sampled_from("0123456789 .,:-/%$¥€°²½①?!()“”年假天月日不没吗呢吧啊请问谢您好aBcNoThiplease\n\u200b"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@given(ANYTHING)
def test_no_digit_is_ever_lost(question: str) -> None:
    """Number words are left out here: they become digits."""
    question = re.sub("[零〇一二两三四五六七八九十百千万亿]", "", question)
    ours = [character for character in normalise(question).core if character.isdecimal()]
    assert [character for character in key(question) if character.isdecimal()] == ours
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", question).casefold())
    assert ours == [character for character in folded if character.isdecimal()]


def test_nothing_but_manners_is_not_nothing() -> None:
    assert key("谢谢") == "谢谢"
    assert key("hello") == "hello"


@pytest.mark.parametrize(
    "piece", ["谢谢", "请问", "hi, ", "please ", "1", "一百", "²", "!?", "吗", "thanks ", "3万", "a."]
)
def test_hostile_repetition_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    normalise((piece * 2_000)[:2_000])
    assert time.process_time() - began < 0.25
