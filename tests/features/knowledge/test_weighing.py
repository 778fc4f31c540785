"""What vectors count for is measured in each base: a good model helps, and a bad one spoils nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from test_meaning import Endpoint as EmbeddingModel
from test_meaning import opened, put

from wainao import Wainao
from wainao.testing.embeddings import Make, lettered, meaning
from wainao.testing.model_server import vector

CHINESE = """医生 大夫 郎中 医师;汽车 轿车 座驾 机动车;年假 休假 假期 带薪假;工资 薪水 薪酬 月薪;合同 协议 契约 约定书;
电脑 计算机 笔记本 主机;房租 租金 房钱 租费;老师 教师 教员 讲师;火车 列车 高铁 动车;饭堂 食堂 餐厅 饭厅;
手机 移动电话 话机 智能机;会议 例会 碰头会 研讨会;保安 门卫 警卫 看门人;发票 票据 收据 凭证;图纸 蓝图 设计图 样图;
仓库 库房 货仓 储藏室;快递 包裹 邮件 邮包;奖金 红包 分红 奖励;钥匙 门卡 通行证 门禁卡;空调 冷气 暖风机 冷暖机"""
ENGLISH = """doctor physician medic clinician;car automobile vehicle motor;leave holiday vacation absence;
salary wage pay earnings;contract agreement deal covenant;computer laptop workstation pc;rent lease tenancy letting;
teacher instructor tutor lecturer;train railway locomotive express;canteen cafeteria mensa refectory;
phone mobile handset cellular;meeting conference assembly gathering;guard watchman sentry warden;
invoice receipt voucher bill;drawing blueprint sketch plan;warehouse depot storeroom stockroom;
parcel package shipment consignment;bonus premium reward gratuity;key badge pass token;heater radiator stove furnace"""
FRAMES = {
    "zh": (
        "关于{0}的规定贴在第{n}号楼。凡是{1}都要先登记。周末没有{2}。",
        "第{n}号楼管{0}。{1}须提前说明。遗失{2}请报告。",
    ),
    "en": (
        "The rule about a {0} hangs in house {n}. Every {1} is entered first. No {2} on Sundays.",
        "House {n} looks after each {0}. A {1} must be announced. Report a {2} that is lost.",
    ),
}
GROUPS = {"zh": CHINESE, "en": ENGLISH}


def words(language: str) -> list[list[str]]:
    return [group.split() for group in GROUPS[language].replace("\n", "").split(";")]


def passages(language: str) -> dict[str, str]:
    """One for each group of words that mean the same, each of its sentences with another of them, never the last."""
    frames = FRAMES[language]
    return {f"{n:02}.txt": frames[n % 2].format(*group, n=n) for n, group in enumerate(words(language))}


def firsts(brain: Wainao, questions: Mapping[str, str]) -> int:
    """How many questions find their passage first."""
    found = {question: brain.search(question, top=1).output.passages for question in questions}
    return sum(bool(found[question]) and found[question][0].path == path for question, path in questions.items())


def asked(language: str, word: int) -> dict[str, str]:
    """Questions with one word of each group: the fourth stands in no passage."""
    frame = {"zh": "{}归哪里管?", "en": "Where is a {} looked after?"}[language]
    return {frame.format(group[word]): f"{n:02}.txt" for n, group in enumerate(words(language))}


def measured(home: Path, make: Make, language: str, questions: Mapping[str, str]) -> tuple[float, int, int]:
    """What vectors count for, and how many questions find their passage by words alone, and with vectors."""
    endpoint = EmbeddingModel(make)
    with endpoint.server:
        with opened(home, endpoint) as brain:
            for name, text in passages(language).items():
                put(brain, {name: text})
            ((base,), script) = brain.call("knowledge:vectors").output.bases, {"zh": "cjk", "en": "other"}[language]
            (weight,) = [one for one in base.weights if one.script == script]
            with_vectors = firsts(brain, questions)
        with opened(home, endpoint, vectors=False) as brain:
            return weight.share, firsts(brain, questions), with_vectors


ALL_GROUPS = [group for text in (CHINESE, ENGLISH) for group in text.replace("\n", "").split(";")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_model_that_knows_the_words_finds_what_other_words_said(language: str, tmp_path: Path) -> None:
    share, by_words, with_vectors = measured(tmp_path / "home", meaning(*ALL_GROUPS), language, asked(language, 3))
    assert share == 0.5
    assert by_words <= 12, "some of the words have a character in common"
    assert with_vectors >= 18


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("make", [lettered, partial(vector, dimensions=32)], ids=["letters", "lots"])
def test_a_model_that_knows_nothing_spoils_nothing(language: str, make: Make, tmp_path: Path) -> None:
    _, by_words, with_vectors = measured(tmp_path / "home", make, language, asked(language, 1))
    assert by_words >= 18
    assert with_vectors >= by_words


def test_a_base_that_doubled_is_measured_again_and_no_sooner(tmp_path: Path) -> None:
    endpoint, files = EmbeddingModel(meaning(*ALL_GROUPS)), list(passages("en").items())

    def questions(brain: Wainao) -> int:
        ((base,),) = (brain.call("knowledge:vectors").output.bases,)
        return base.weights[0].questions

    with endpoint.server, opened(tmp_path / "home", endpoint) as brain:
        put(brain, dict(files[:5]))
        first = questions(brain)
        put(brain, dict(files[5:6]))
        assert questions(brain) == first
        put(brain, dict(files[6:]))
        assert questions(brain) > first
