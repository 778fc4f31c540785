"""What may be written down as a correction: plain text of bounded length, from nobody who floods the others."""

from __future__ import annotations

import re
import sqlite3

from wainao.features.corrections.matcher import MAX_QUESTION
from wainao.kernel import UsageError
from wainao.store import proposals
from wainao.store.proposals import plain_text
from wainao.text.wording import normalise
from wainao.types import Actor

MAX_ANSWER = 20_000
MAX_WHY = 2_000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def checked_question(text: str) -> str:
    """Raises UsageError, as all of these do, saying what is wrong."""
    text = plain_text("question", text, MAX_QUESTION)
    if not any(map(str.isalnum, normalise(text).key)):
        raise UsageError(f"The question {text!r} has no word in it, so nothing could ever equal it. Give the question.")
    return text


def checked_answer(text: str) -> str:
    return plain_text("answer", text, MAX_ANSWER)


def checked_why(text: str) -> str:
    """May be empty."""
    return plain_text("why", text, MAX_WHY) if text else ""


def checked_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise UsageError(
            f"A correction cannot have the id {text!r}. Expected up to 64 letters, digits and any of . _ : -, the "
            "first a letter or digit."
        )
    return text


def refuse_flood(connection: sqlite3.Connection, actor: Actor, *, at_us: int, per_minute: int) -> None:
    """Raises RateError for the one proposal or complaint too many in a minute."""
    if not proposals.is_bound(actor, per_minute):
        return
    since_us = at_us - proposals.MINUTE_US
    (proposed, oldest_us) = connection.execute(
        "SELECT COUNT(*), MIN(at_us) FROM ("
        "SELECT at_us FROM corrections_events WHERE actor = ? AND at_us > ? AND kind IN ('proposed', 'alias-proposed') "
        "UNION ALL SELECT at_us FROM corrections_queue WHERE by = ? AND at_us > ?)",
        (actor.id, since_us, actor.id, since_us),
    ).fetchone()
    proposals.refuse_flood(
        actor, "corrections", proposed=proposed, oldest_us=oldest_us or at_us, at_us=at_us, per_minute=per_minute
    )
