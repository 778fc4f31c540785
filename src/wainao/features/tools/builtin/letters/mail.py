"""A mail as a message (RFC 5322), from checked parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from wainao.features.tools.builtin.letters.addresses import printable
from wainao.kernel import UsageError

LONGEST_SUBJECT = 500
LONGEST_BODY = 1_000_000
MOST_ATTACHED_BYTES = 20 * 1024 * 1024
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    body: str
    attached: tuple[Attached, ...]
    sender: Address | None

    def message(self) -> EmailMessage:
        """Raises UsageError for what cannot be part of a mail."""
        _refuse_wrong(self)
        message = EmailMessage(policy=SMTP)
        if self.sender is not None:
            message["From"] = self.sender
        message["To"] = self.to
        if self.cc:
            message["Cc"] = self.cc
        message["Subject"] = self.subject
        message.set_content(self.body, charset="utf-8")
        for one in self.attached:
            main, _, sub = one.media_type.partition("/")
            message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
        return message


def _refuse_wrong(mail: Mail) -> None:
    if not mail.to:
        raise UsageError("Nobody was named whom the mail is for. Expected at least one address in 'to': add it.")
    if not printable(mail.subject) or len(mail.subject) > LONGEST_SUBJECT:
        raise UsageError(
            f"The subject {mail.subject[:80]!r} is no single line of at most {LONGEST_SUBJECT} characters. Expected "
            "one: put the rest into the body."
        )
    if len(mail.body) > LONGEST_BODY or "\0" in mail.body:
        raise UsageError(
            f"The body has {len(mail.body)} characters, or a NUL among them. Expected at most {LONGEST_BODY} of text: "
            "attach the rest."
        )
    if (size := sum(len(one.content) for one in mail.attached)) > MOST_ATTACHED_BYTES:
        raise UsageError(f"{size} bytes are attached. Expected at most {MOST_ATTACHED_BYTES}: attach less.")
    for one in mail.attached:
        if not one.name or not printable(one.name) or "/" in one.name or not _MEDIA_TYPE.fullmatch(one.media_type):
            raise UsageError(
                f"The attachment {one.name[:80]!r} of the type {one.media_type[:80]!r} cannot be named so. Expected "
                "a plain name such as report.pdf, and a type such as application/pdf. Correct it."
            )
