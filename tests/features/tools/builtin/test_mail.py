"""mail:* and calendar:draft: files in which nobody smuggles a line, and mail that goes out encrypted."""

from __future__ import annotations

import email
from email.policy import default

import pytest
from builtin_bench import bench
from hypothesis import given
from hypothesis import strategies as st

from fault_server import playing
from mail_server import Post, certificate
from wainao.features.tools.builtin.letters.event import escaped, folded
from wainao.features.tools.builtin.mails import Attachment, draft_event, draft_mail
from wainao.features.tools.settings import Smtp
from wainao.kernel import EngineError, NeedsPersonError, SettingsError, UsageError
from wainao.types import Actor

TO = ("Ann Lee <ann@example.com>", "bob@例子.com")


def read(content: bytes):
    return email.message_from_bytes(content, policy=default)


def test_a_draft_opens_as_the_mail_that_was_written():
    files = (Attachment(name="报告.txt", content="五天".encode(), media_type="text/plain"),)
    told = draft_mail.function(TO, "会议 Meeting", "明天见。\nSee you.", ("eve@example.com",), files, "me@example.com")
    mail = read(told.content)
    assert (mail["Subject"], mail["From"], mail["Cc"]) == ("会议 Meeting", "me@example.com", "eve@example.com")
    assert [one.addr_spec for one in mail["To"].addresses] == ["ann@example.com", "bob@xn--fsqu00a.com"]
    assert mail.get_body().get_content().splitlines() == ["明天见。", "See you."]
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_payload(decode=True).decode()) == ("报告.txt", "五天")
    assert mail["X-Unsent"] == "1"


SMUGGLED = [
    "x\r\nBcc: eve@example.com",
    "x\nBcc: eve@example.com",
    "x\rBcc: e@e",
    "x\x00",
    "x\x0bBcc: e@e",
    "x\u2028Bcc: e@e",
]


@pytest.mark.parametrize("text", SMUGGLED)
def test_no_line_is_smuggled_in(text):
    with pytest.raises(UsageError, match="single line"):
        draft_mail.function(TO, text, "")
    for address in (f"{text} <ann@example.com>", f"ann@example.com{text}", f"ann@{text}"):
        with pytest.raises(UsageError, match="no mail address"):
            draft_mail.function((address,), "s", "")
    for name, kind in ((text, "text/plain"), ("a.txt", f"text/{text}")):
        with pytest.raises(UsageError, match="cannot be named so"):
            draft_mail.function(TO, "s", "", (), (Attachment(name=name, content=b"", media_type=kind),))


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@example.com", "ann@example.com, eve@example.com", "a b@example.com", "ann@exa mple.com",
     "ann@example.com>", '"ann\\"@example.com', "ann@[127.0.0.1]", "ann@-x.com", "a" * 300 + "@x.com", ".a@x.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UsageError, match="no mail address"):
        draft_mail.function((address,), "s", "")


def test_a_mail_is_for_somebody_and_not_for_everybody():
    with pytest.raises(UsageError, match="Nobody"):
        draft_mail.function((), "s", "")
    with pytest.raises(UsageError, match="at most 50"):
        draft_mail.function(("ann@example.com",) * 51, "s", "")


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_written_is_a_mail_or_is_refused(subject, body):
    try:
        mail = read(draft_mail.function(TO, subject, body).content)
    except UsageError:
        return
    assert set(mail.keys()) <= {
        "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Unsent"
    }  # fmt: skip


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_entry_is_read_as_it_was_written():
    told = draft_event.function(
        "周会; weekly, big", "2026-07-01 10:00", 30, "Asia/Shanghai", "三楼", "带上\n报告", ("ann@example.com",), 15
    )
    lines = unfolded(told.content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {
        "DTSTART:20260701T020000Z",
        "DTEND:20260701T023000Z",
        "SUMMARY:周会\\; weekly\\, big",
        "DESCRIPTION:带上\\n报告",
        "ATTENDEE;RSVP=TRUE:mailto:ann@example.com",
        "TRIGGER:-PT15M",
    } <= set(lines)


@pytest.mark.parametrize(("start", "ends"), [("2026-03-08 01:00", "09"), ("2026-11-01 00:30", "07")])
def test_three_hours_are_three_hours_when_clocks_are_moved(start, ends):
    lines = unfolded(draft_event.function("night shift", start, 180, "New York").content)
    (end,) = [line for line in lines if line.startswith("DTEND")]
    assert end[-7:-5] == ends


def test_a_day_without_a_time_is_whole():
    lines = unfolded(draft_event.function("假", "2026-12-31").content)
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(lines)


@given(st.text(max_size=300))
def test_no_entry_holds_a_line_that_nobody_wrote(text):
    raw = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(row) <= 75 for row in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    (line, rest) = unfolded(raw)
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in kept if one in "\n\t" or (ord(one) >= 32 and ord(one) != 127))
    back = (
        line.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",")
    )
    assert (back.replace("\0", "\\"), rest) == (kept, "")


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"title": " "}, "makes no sense"),
        ({"minutes": 0}, "makes no sense"),
        ({"reminder_minutes": -1}, "makes no sense"),
        ({"start": "2026-02-30"}, "no day"),
        ({"start": "soon"}, "no time"),
        ({"zone": "Nowhere"}, "no time zone"),
        ({"attendees": ("ann\r\n@example.com",)}, "no mail address"),
    ],
)
def test_an_entry_that_makes_no_sense_says_why(given_, why):
    with pytest.raises(UsageError, match=why):
        draft_event.function(**{"title": "t", "start": "2026-07-01 10:00"} | given_)


def smtp(port: int, trust: str, **more) -> Smtp:
    told = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "ai@example.com",
        "user": "u",
        "password": "hush",
        "timeout_s": 5,
    }
    return Smtp(**told | {"authorities": trust} | more)


def send(tools, to=("ann@example.com",), **more):
    return tools.call("mail:send", to=to, subject="会议", body="十点", **more)


def test_a_mail_goes_out_encrypted_with_one_id_for_one_effect(tmp_path):
    context, trust = certificate(tmp_path)
    post = Post(refuses=("eve@example.com",))
    with playing(post, tls=context) as server, bench(smtp=smtp(server.port, trust)) as tools:
        told = send(tools, ("ann@example.com", "eve@example.com"), cc=["bob@example.com"])
    assert told.taken == ("ann@example.com", "bob@example.com")
    assert [(one.address, one.why) for one in told.refused] == [("eve@example.com", "550 unknown here")]
    (raw,) = post.mails
    mail = read(raw)
    assert (mail["Subject"], mail["From"], mail["Message-ID"]) == ("会议", "ai@example.com", told.id)


def test_after_a_plain_greeting_it_turns_encrypted_before_anything_is_said(tmp_path):
    context, trust = certificate(tmp_path)
    post = Post(starttls=context)
    with playing(post) as server, bench(smtp=smtp(server.port, trust, encryption="starttls")) as tools:
        send(tools)
    assert [line.split()[0].lower() for line in post.said[:2]] == [b"ehlo", b"starttls"]
    assert len(post.mails) == 1


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
def test_without_encryption_nothing_goes_out(tmp_path, encryption):
    _, trust = certificate(tmp_path)
    post = Post()
    with playing(post) as server:
        told = smtp(server.port, trust, encryption=encryption, timeout_s=1)
        with bench(smtp=told) as tools, pytest.raises(EngineError, match="did not take the mail"):
            send(tools)
    assert post.mails == []
    assert not any(line.upper().startswith(b"AUTH") for line in post.said)


def test_a_server_that_is_another_gets_nothing(tmp_path):
    context, _ = certificate(tmp_path)
    post = Post()
    with (
        playing(post, tls=context) as server,
        bench(smtp=smtp(server.port, "")) as tools,
        pytest.raises(EngineError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        send(tools)
    assert post.said == []


def test_sending_is_an_act_that_a_machine_does_not_decide(tmp_path):
    context, trust = certificate(tmp_path)
    post = Post()
    with playing(post, tls=context) as server, bench(smtp=smtp(server.port, trust)) as tools:
        spec = tools.kernel.spec("mail:send")
        assert (spec.risk, spec.needs) == ("act", "act")
        with pytest.raises(NeedsPersonError):
            tools.call("mail:send", tainted=True, to=["ann@example.com"], subject="s", body="b")
    assert post.mails == []


def test_it_sleeps_until_a_server_is_named(tools):
    assert "mail:send" not in tools.kernel
    with pytest.raises(SettingsError, match=r"tools\.smtp"):
        send(tools)


@pytest.mark.parametrize("wrong", [{"sender": "nobody"}, {"host": ""}, {"password": ""}, {"sender": "a b@example.com"}])
def test_a_server_that_is_half_named_fails_at_the_start(wrong):
    with pytest.raises(ValueError, match="smtp has"):
        smtp(465, "", **wrong)


def test_the_password_is_shown_to_nobody():
    assert "hush" not in repr(smtp(465, ""))


def test_drafts_need_no_more_than_reading(tools):
    told = tools.call("mail:draft", actor=Actor(id="ann"), to=["ann@example.com"], subject="s", body="b")
    assert (told.media_type, told.name) == ("message/rfc822", "draft.eml")
