"""The sample handbook that newcomers ask first: it is small, it is read whole, and what it says can be found in it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from knowledge_house import House

HANDBOOK = Path(str(files("wainao") / "samples/handbook"))

FACTS = {
    "年假可以顺延到下一年吗?": "当年没有休完的年假可以顺延到下一年，最多顺延 5 天，并且须在次年 3 月 31 日前用完。",
    "工作满十年有几天年假?": "入职满十年的员工每年享有 15 天",
    "婚假有几天?": "婚假为 10 天",
    "节假日加班工资怎么算?": "按日工资的 300% 支付",
    "报销要在多少天内提交?": "费用须在发生后 30 天内在财务系统中提交报销",
    "出差餐补一天多少钱?": "项目: 出差餐补; 标准: 每天 100 元; 条件: 出差满 6 小时",
    "上海住宿上限是多少?": "城市 City: 上海 Shanghai; 员工 Staff: 650; 经理 Manager: 800",
    "密码要几位?": "密码至少 14 位，每 180 天更换一次",
    "发现可疑邮件找谁?": "须在 1 小时内拨打内线 8911 报告信息安全组",
    "访客戴什么颜色的胸牌?": "领取黄色胸牌",
    "财务部的负责人是谁?": "部门: 财务部; Department: Finance; 负责人: 周宁",
    "Can annual leave be carried over to the next year?": "Unused annual leave can be carried over to the next year",
    "How long is paternity leave?": "Paternity leave is 15 days",
    "Who approves claims above 20,000 yuan?": "20,000 yuan by the chief financial officer",
    "When must a lost laptop be reported?": "must be reported to the service desk within 2 hours",
    "What is the guest network called?": "The guest network is called Qinghe-Guest",
    "May secret documents be uploaded to AI tools?": "secret documents must not be uploaded to outside AI",
    "How often may I work from home?": "employees may work from home 2 days a week",
}


def test_the_handbook_is_small() -> None:
    assert sum(path.stat().st_size for path in HANDBOOK.iterdir()) < 200_000


def test_the_handbook_is_read_whole_and_says_what_it_is_asked(house: House) -> None:
    events = house.add(HANDBOOK)
    assert {event.status for event in events} == {"added"}
    assert {Path(event.path).suffix for event in events} == {".md", ".html", ".csv", ".xlsx", ".docx", ".pdf"}
    chunks = [" ".join(text.split()) for text in house.indexed().values()]
    for question, fact in FACTS.items():
        assert any(fact in chunk for chunk in chunks), question


@pytest.mark.parametrize("name", ["security.zh.pdf", "security.en.pdf"])
def test_each_section_of_the_pdfs_is_a_chunk_of_its_own(house: House, name: str) -> None:
    (event,) = house.add(HANDBOOK / name)
    assert event.chunks == 5
