"""Questions made to be mistaken for a corrected one: none may be answered by it; and misspellings of it, which may."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_office import Office

from wainao.features.corrections.crowd import counted
from wainao.features.corrections.matcher import approached, fired
from wainao.features.corrections.spelling import is_word, misspelt
from wainao.features.corrections.types import Wording
from wainao.text.wording import normalise
from wainao.types import Ruling


def meets(stored: str, asked: str) -> str:
    """What a question meets where one correction stands."""
    ruling = Ruling(id="1", question=stored, answer="", author="", written_at="", scope="everyone")
    wording = Wording(id=1, question=stored, key=normalise(stored).key, original=True, ruling=ruling)
    normal = normalise(asked)
    equal = fired(asked, normal, [wording] if wording.key == normal.key else [])
    return (equal or approached(asked, normal, [wording], counted([wording.key]))).say


TRAPS = {
    "食堂周三中午几点开门？": (
        "食堂周四中午几点开门？",
        "食堂周三晚上几点开门？",
        "食堂周三中午几点关门？",
        "食堂周三中午开门吗？",
        "食堂周三中午不开门吗？",
        "食堂周三中午12点开门？",
        "二食堂周三中午几点开门？",
        "食堂每周三中午几点开门？",
        "除了周三,食堂中午几点开门？",
        "如果放假,食堂周三中午几点开门？",
    ),
    "我把门禁卡借给同事会被处分吗？": (
        "同事把门禁卡借给我会被处分吗？",
        "我把门禁卡借给同事不会被处分吗？",
        "我把门禁卡借给访客会被处分吗？",
        "我没把门禁卡借给同事会被处分吗？",
        "我把工作证借给同事会被处分吗？",
        "我把门禁卡借给同事会被表扬吗？",
        "我把门禁卡借给同事两次会被处分吗？",
        "所有人把门禁卡借给同事会被处分吗？",
    ),
    "出差住宿每晚最多报销 450 元吗？": (
        "出差住宿每晚最少报销 450 元吗？",
        "出差住宿每晚最多报销 405 元吗？",
        "出差住宿每晚最多报销 450 美元吗？",
        "出差住宿每周最多报销 450 元吗？",
        "出差住宿每晚最多报销 450 多元吗？",
        "出差住宿两晚最多报销 450 元吗？",
        "出差用餐每晚最多报销 450 元吗？",
        "出差住宿每晚最多预支 450 元吗？",
    ),
    "怎么把 report 从 staging 发布到 production？": (
        "怎么把 report 从 production 发布到 staging？",
        "怎么把 reports 从 staging 发布到 production？",
        "怎么把 report 从 staging 撤回到 production？",
        "为什么把 report 从 staging 发布到 production？",
        "谁把 report 从 staging 发布到 production？",
        "怎么不把 report 从 staging 发布到 production？",
    ),
    "How does an employer cancel the supplier contract within 30 days?": (
        "How does an employee cancel the supplier contract within 30 days?",
        "How does an employer cancel the supplier contract within 13 days?",
        "How does an employer cancel the supplier contract within 30 weeks?",
        "How does an employer cancel the supplier contract after 30 days?",
        "How does an employer not cancel the supplier contract within 30 days?",
        "How does a supplier cancel the employer contract within 30 days?",
        "When does an employer cancel the supplier contract within 30 days?",
        "How does an employer cancel the supplier contacts within 30 days?",
        "How does an employer renew the supplier contract within 30 days?",
        "How does every employer cancel the supplier contract within 30 days?",
        "How does an employer cancel the supplier contract within 30 days if it is unsigned?",
        "How does an empoyee cancel the suplier contract within 30 days?",
        "How does an employer cancel the suplier contract within 31 days?",
        "How does an employer never cancel the suplier contract within 30 days?",
        "How does an emploer cancel the suplier contrct within 30 days?",
    ),
    "is the trail to marlow open for walkers on fridays": (
        "is the trial to marlow open for walkers on fridays",
        "is the trail to marlow closed for walkers on fridays",
        "is the trail to marlow open for walkers on firdays",
        "is the trail from marlow open for walkers on fridays",
        "is the trail to marlow more open for walkers on fridays",
        "is the trail to marlow open for talkers on fridays",
        "the trail to marlow is open for walkers on fridays, why",
    ),
    "Can the Vexnor clinic sell perchlorate and hydroxyzine to me?": (
        "Can the Vexnoor clinic sell perchlorate and hydroxyzine to me?",
        "Can the Vexnr clinic sell perchlorate and hydroxyzine to me?",
        "Can the Vexnor clinic sell perchlorite and hydroxyzine to me?",
        "Can the Vexnor clinic sell perchlorate and hydralazine to me?",
        "Can I sell perchlorate and hydroxyzine to the Vexnor clinic?",
        "Can the Vexnor clinic cell perchlorate and hydroxyzine to me?",
    ),
}


@pytest.mark.parametrize(("stored", "trap"), [(stored, trap) for stored, traps in TRAPS.items() for trap in traps])
def test_a_trap_does_not_fire_either_way(stored: str, trap: str) -> None:
    assert meets(stored, trap) != "fire"
    assert meets(trap, stored) != "fire"
    assert meets(stored, f"Hello! {trap} Thanks!" if trap.isascii() else f"您好，请问{trap}谢谢！") != "fire"


SENTENCE = "could the committee withdraw permission for temporary parking after several complaints"
WORDS = SENTENCE.split(" ")
LONG = [word for word in WORDS if len(word) >= 6]


@given(st.sampled_from(LONG), st.sampled_from("aeinrst"), st.data())
def test_a_letter_too_many_or_too_few_or_two_the_wrong_way_round_still_fires(
    word: str, letter: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(2, len(word) - 3))
    head, tail = word[:at], word[at:]
    wrong = data.draw(st.sampled_from([head + tail[1:], head + letter + tail, head + tail[1] + tail[0] + tail[2:]]))
    assume(wrong != word and not is_word(wrong))
    asked = SENTENCE.replace(word, wrong)
    assert meets(SENTENCE, asked) == meets(asked, SENTENCE) == "fire"
    assert meets(SENTENCE, asked.replace(wrong, wrong.capitalize())) != "fire"  # it may be a name


@given(st.sampled_from(WORDS), st.text(st.sampled_from("aeinrstmpl"), min_size=1, max_size=12))
def test_another_word_in_its_place_does_not_fire(word: str, other: str) -> None:
    assume(other != word and not misspelt(word, other))
    assert meets(SENTENCE, SENTENCE.replace(word, other)) != "fire"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("supplier", "suplier", True),
        ("convert", "covnert", True),
        ("alcohol", "alchohol", True),
        ("ferry", "fery", True),
        ("employer", "employee", False),
        ("microeconomics", "macroeconomics", False),
        ("chlorate", "chlorite", False),
        ("trail", "trial", False),
        ("planed", "planned", False),
        ("invoice", "invoices", False),
        ("kelpra", "kelppra", False),
        ("form", "fom", False),
        ("bite", "bit", False),
    ],
)
def test_which_words_are_one_misspelt(one: str, other: str, expected: bool) -> None:
    assert misspelt(one, other) == misspelt(other, one) == expected


def test_the_receipt_says_which_word_was_taken_for_which(office: Office) -> None:
    office.propose(question="Which suppliers deliver on weekends?", answer="None.", scope="everyone")
    said = office.call("corrections:match", question="Which supliers delivr on weekends?").output
    assert said.outcome == "fire"
    assert said.why.in_("en") == "the same question; 'supliers' is 'suppliers'; 'delivr' is 'deliver'"
    assert office.call("corrections:match", question="Which supliers deliver on weekdays?").output.outcome == "beside"
