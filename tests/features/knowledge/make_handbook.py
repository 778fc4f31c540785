"""Write those files of the sample handbook that are not text. Run by hand; needs Chromium and a Chinese font.

python tests/features/knowledge/make_handbook.py src/wainao/samples/handbook
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import xlsxwriter

SECURITY = {
    "security.zh.pdf": (
        "青禾科技员工手册：信息安全",
        [
            ("资料分级", "公司资料分为四级：公开、内部、机密和绝密。没有标注的资料一律按内部资料处理。"),
            (
                "外部工具",
                "机密和绝密资料不得上传到外部的人工智能工具或网盘。内部资料须去掉姓名和客户名称后才能使用外部工具。",
            ),
            ("事件报告", "发现泄密、病毒或可疑邮件的，须在 1 小时内拨打内线 8911 报告信息安全组，不要自行处理。"),
            ("访客", "访客须在前台登记，领取黄色胸牌，并由接待人全程陪同。访客不得进入三楼机房。"),
            ("桌面整洁", "离开座位须锁定屏幕；下班后桌面上不得留有机密资料。保洁时间为每天 20:00。"),
        ],
    ),
    "security.en.pdf": (
        "Qinghe Technology handbook: information security",
        [
            (
                "Levels",
                "Documents have one of four levels: public, internal, confidential and secret. "
                "A document without a mark is treated as internal.",
            ),
            (
                "Outside tools",
                "Confidential and secret documents must not be uploaded to outside AI tools or file shares. Internal "
                "documents may be used there once names of people and customers are removed.",
            ),
            (
                "Reporting incidents",
                "A leak, a virus or a suspicious mail is reported to the security team on extension 8911 within 1 "
                "hour. Do not try to deal with it yourself.",
            ),
            (
                "Visitors",
                "Visitors sign in at reception, wear a yellow badge and are accompanied at all times. "
                "The server room on the third floor is closed to visitors.",
            ),
            (
                "Clean desk",
                "Lock the screen when leaving the desk. No confidential document stays on a desk after work; "
                "cleaning is at 20:00 every day.",
            ),
        ],
    ),
}

EXPENSES_EN = [
    (
        "Deadline",
        "Expenses are claimed in the finance system within 30 days; those of the old year by 15 January at the latest.",
    ),
    (
        "Approval",
        "Claims under 5,000 yuan are approved by the direct manager, from 5,000 yuan on by the director, and above "
        "20,000 yuan by the chief financial officer.",
    ),
    ("Payment", "Approved claims are paid with the salary account within 5 working days."),
    (
        "Lost receipts",
        "For a lost receipt a written statement is accepted at most twice a year, for up to 200 yuan each time.",
    ),
    (
        "Training budget",
        "Every employee has a training budget of 6,000 yuan a year. It cannot be carried over or given away.",
    ),
]

TRAVEL = [
    ("城市 City", "员工 Staff", "经理 Manager", "总监 Director"),
    ("北京 Beijing", 650, 800, 1100),
    ("上海 Shanghai", 650, 800, 1100),
    ("深圳 Shenzhen", 600, 750, 1000),
    ("杭州 Hangzhou", 500, 650, 850),
    ("成都 Chengdu", 450, 600, 800),
    ("香港 Hong Kong", 1200, 1500, 1900),
    ("其他城市 Other cities", 350, 450, 600),
]


def main(folder: Path, font: Path) -> None:
    for name, (title, sections) in SECURITY.items():
        write_pdf(folder / name, title, sections, font)
    write_docx(folder / "expenses.en.docx")
    write_xlsx(folder / "travel.xlsx")


def write_pdf(path: Path, title: str, sections: list[tuple[str, str]], font: Path) -> None:
    style = (
        f"@font-face{{font-family:cjk;src:url('{font.as_uri()}')}}@page{{margin:0}}"
        "body{font-family:Liberation Sans,DejaVu Sans,cjk;font-size:11pt;line-height:1.6;margin:2cm}"
    )
    body = "".join(f"<h2>{heading}</h2><p>{text}</p>" for heading, text in sections)
    page = f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{style}</style><h1>{title}</h1>{body}"
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "page.html"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", "--allow-file-access-from-files"),
                *(f"--print-to-pdf={path}", str(source)),
            ],
            check=True,
            capture_output=True,
        )


def write_docx(path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Qinghe Technology handbook: expenses"
    document.core_properties.author = "Qinghe Technology"
    document.add_heading("Expenses", 1)
    for heading, text in EXPENSES_EN:
        document.add_heading(heading, 2)
        document.add_paragraph(text)
    document.add_heading("Travel", 2)
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("Item", "Rate", "Condition"),
        ("Meal allowance", "100 yuan a day", "on trips of 6 hours or more"),
        ("Taxi at night", "actual cost", "when leaving the office after 22:00 on working days"),
        ("High-speed train", "second class", "directors may travel first class"),
        ("Flight", "economy", "booked at least 7 days ahead"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def write_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "差旅住宿标准 Hotel limits", "created": datetime.datetime(2026, 1, 1)})
    hotels = book.add_worksheet("住宿 Hotels")
    hotels.write(0, 0, "每晚住宿上限（元） Hotel limit per night (yuan)")
    for number, row in enumerate(TRAVEL, 2):
        hotels.write_row(number, 0, row)
    notes = book.add_worksheet("说明 Notes")
    notes.write(0, 0, "超出上限的部分由个人承担，展会期间可以上浮 30%，须事先由总监批准。")
    notes.write(
        1,
        0,
        "Anything above the limit is paid privately; during trade fairs the limit is raised by 30% if a director "
        "agrees first.",
    )
    book.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
