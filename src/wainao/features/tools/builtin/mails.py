"""mail:draft, mail:send and calendar:draft: letters as files, and one that goes out."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.utils import format_datetime
from typing import Annotated

from wainao.features.tools.builtin.calendars.zones import placed
from wainao.features.tools.builtin.calendars.zones import zone as zone_named
from wainao.features.tools.builtin.letters.addresses import address, addresses
from wainao.features.tools.builtin.letters.event import Event
from wainao.features.tools.builtin.letters.mail import Attached, Mail
from wainao.features.tools.settings import Smtp
from wainao.kernel import Call, Capability, SettingsError, UsageError
from wainao.store.function import capability, means
from wainao.types import Words

MOST_MINUTES = 366 * 24 * 60

To = Annotated[tuple[str, ...], means("收件人的邮箱地址", "Whom it is for: mail addresses", reads="letter.to")]
Cc = Annotated[tuple[str, ...], means("抄送", "Who gets a copy", reads="letter.cc")]
Subject = Annotated[str, means("主题，一行", "The subject, one line")]
Body = Annotated[str, means("正文", "The text")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    name: Annotated[str, means("文件名", "Its name")]
    content: Annotated[bytes, means("文件内容", "What is in it")]
    media_type: Annotated[str, means("类型，如 application/pdf", "Its type, such as application/pdf")] = (
        "application/octet-stream"
    )


Attachments = Annotated[tuple[Attachment, ...], means("附件", "Files that go with it")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A file: `content` of that type, to be opened with a mail or calendar program. Nothing was sent."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    address: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What the mail server took: for whom, under which id; and for whom it did not."""

    id: str
    taken: tuple[str, ...]
    refused: tuple[Refused, ...]


@capability(
    "mail:draft",
    zh="起草邮件",
    en="Draft a mail",
    about=Words(
        "把邮件写成 EML 文件，用邮件程序打开、查看后再发送。不会发出任何东西。",
        "Write a mail as an EML file, to be opened, looked at and sent with a mail program. Nothing is sent.",
    ),
    example={"to": ("ann@example.com",), "subject": "会议 Meeting", "body": "明天十点见。\nSee you at ten."},
    samples=(
        "给 ann@example.com 起草一封请假邮件",
        "写一封邮件约下周开会，抄送给大家",
        "draft an email to bob@example.com about the invoice",
    ),
)
def draft_mail(
    to: To,
    subject: Subject,
    body: Body,
    cc: Cc = (),
    attachments: Attachments = (),
    sender: Annotated[str, means("发件人；空：由邮件程序填写", "Whom it is from; empty: the mail program says")] = "",
) -> Draft:
    message = _mail(to, cc, subject, body, attachments, address(sender) if sender else None).message()
    message["X-Unsent"] = "1"
    return Draft(content=message.as_bytes(), media_type="message/rfc822", name="draft.eml")


@capability(
    "calendar:draft",
    zh="起草日程",
    en="Draft a calendar entry",
    about=Words(
        "把日程写成 ICS 文件，用日历程序打开即可加入。开始只写日期则为全天。",
        "Write a calendar entry as an ICS file, to be opened with a calendar program. A start without a time is a "
        "whole day.",
    ),
    example={"title": "周会 Weekly meeting", "start": "2026-07-01 10:00", "minutes": 30, "zone": "Asia/Shanghai"},
    samples=(
        "把下周三上午十点的会议加到日历",
        "生成一个日程文件：7月1日十点开会",
        "把约会记到日历上",
        "create a calendar event for 2026-07-01 10:00",
    ),
)
def draft_event(
    title: Annotated[str, means("标题", "What it is")],
    start: Annotated[
        str,
        means(
            "开始，如 2026-07-01 10:00 或 2026-07-01", "Such as 2026-07-01 10:00, or 2026-07-01", reads="moment.start"
        ),
    ],
    minutes: Annotated[int, means("几分钟；全天则不用", "For how many minutes; of a whole day, none")] = 60,
    zone: Annotated[str, means("时区或城市", "The time zone, or a city")] = "Asia/Shanghai",
    place: Annotated[str, means("地点", "Where")] = "",
    notes: Annotated[str, means("说明", "What else there is to say")] = "",
    attendees: Annotated[tuple[str, ...], means("参加者的邮箱地址", "Who comes: mail addresses")] = (),
    reminder_minutes: Annotated[int | None, means("提前几分钟提醒；空：不提醒", "How long before to remind")] = None,
) -> Draft:
    if not title.strip() or not 0 < minutes <= MOST_MINUTES or not 0 <= (reminder_minutes or 0) <= MOST_MINUTES:
        raise UsageError(
            f"An entry {title[:80]!r} of {minutes} minutes, with a reminder {reminder_minutes} before, makes no sense. "
            f"Expected a title, and 1 to {MOST_MINUTES} minutes. Correct them."
        )
    begins, ends = _span(start, minutes, zone)
    event = Event(
        title=title,
        start=begins,
        end=ends,
        place=place,
        notes=notes,
        attendees=addresses(attendees),
        reminder=None if reminder_minutes is None else timedelta(minutes=reminder_minutes),
    )
    return Draft(content=event.written(now=datetime.now(UTC)), media_type="text/calendar", name="event.ics")


def capabilities(smtp: Smtp | None) -> tuple[Capability, ...]:
    @capability(
        "mail:send",
        zh="发送邮件",
        en="Send a mail",
        about=Words(
            "通过配置的邮件服务器发送一封邮件。发出后无法收回，因此需要人批准。",
            "Send a mail by the configured server. What is sent cannot be taken back, so a person has to approve it.",
        ),
        risk="act",
        example={"to": ("ann@example.com",), "subject": "会议 Meeting", "body": "明天十点见。\nSee you at ten."},
        samples=(
            "把这封邮件发给 ann@example.com",
            "发邮件通知大家明天放假",
            "send an email to bob@example.com",
        ),
        when=lambda: smtp is not None,
    )
    async def send(
        call: Call, to: To, subject: Subject, body: Body, cc: Cc = (), attachments: Attachments = ()
    ) -> Sent:
        if smtp is None:
            raise SettingsError(
                "No mail is sent from here: nobody named a server. Expected host, port, sender and user under "
                "[tools.smtp]. Set them, or draft the mail: mail:draft."
            )
        from wainao.features.tools.builtin.letters.handing import handed_in

        mail = _mail(to, cc, subject, body, attachments, address(smtp.sender))
        message = mail.message()
        # One effect, one id: a mail that was sent twice for one approval can be told by it.
        message["Message-ID"] = f"<{call.approval or call.id}@{address(smtp.sender).domain}>"
        message["Date"] = format_datetime(datetime.now(UTC))
        recipients = [one.addr_spec for one in (*mail.to, *mail.cc)]
        refused = await asyncio.to_thread(handed_in, smtp, message, recipients)
        return Sent(
            id=str(message["Message-ID"]),
            taken=tuple(one for one in recipients if one not in refused),
            refused=tuple(Refused(address=one, why=why) for one, why in refused.items()),
        )

    return (draft_mail, draft_event, send)


def _mail(
    to: tuple[str, ...],
    cc: tuple[str, ...],
    subject: str,
    body: str,
    attachments: tuple[Attachment, ...],
    sender: Address | None,
) -> Mail:
    return Mail(
        to=addresses(to),
        cc=addresses(cc),
        subject=subject,
        body=body,
        attached=tuple(Attached(name=one.name, content=one.content, media_type=one.media_type) for one in attachments),
        sender=sender,
    )


def _span(start: str, minutes: int, zone_name: str) -> tuple[datetime | date, datetime | date]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", start.strip()):
        try:
            day = date.fromisoformat(start.strip())
            return day, day + timedelta(days=1)
        except (ValueError, OverflowError) as error:
            raise UsageError(f"{start!r} is no day. Expected one such as 2026-07-01. Correct it.") from error
    begins = placed(start, zone_named(zone_name))
    # In UTC: within one zone Python adds to what the clock on the wall shows, which may be put forward meanwhile.
    ends = begins.astimezone(UTC) + timedelta(minutes=minutes)
    return begins, ends.astimezone(begins.tzinfo)
