"""What may be written down as a correction: plain text of bounded length, from nobody who floods the others."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from wainao.features.corrections.matcher import MAX_QUESTION
from wainao.kernel import RateError, UsageError
from wainao.text import speaks_to_model
from wainao.text.wording import normalise
from wainao.types import Actor

MAX_ANSWER = 20_000
MAX_WHY = 2_000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_MINUTE_US = 60_000_000
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What turns the order of letters round, or spells words that nobody sees and a model reads."""


def checked_question(text: str) -> str:
    """Raises UsageError, as all of these do, saying what is wrong."""
    text = checked_text("question", text, MAX_QUESTION)
    if not any(map(str.isalnum, normalise(text).key)):
        raise UsageError(f"The question {text!r} has no word in it, so nothing could ever equal it. Give the question.")
    return text


def checked_answer(text: str) -> str:
    return checked_text("answer", text, MAX_ANSWER)


def checked_why(text: str) -> str:
    """May be empty."""
    return checked_text("why", text, MAX_WHY) if text else ""


def checked_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise UsageError(
            f"A correction cannot have the id {text!r}. Expected up to 64 letters, digits and any of . _ : -, the "
            "first a letter or digit."
        )
    return text


def checked_text(name: str, text: str, limit: int) -> str:
    """Plain text that is not empty, without white space around it."""
    text = text.strip()
    if not text:
        raise UsageError(f"The {name} is empty. Expected plain text of up to {limit} characters.")
    if len(text) > limit:
        raise UsageError(f"The {name} has {len(text)} characters, beginning {text[:40]!r}. Expected up to {limit}.")
    strange = next((character for character in text if _is_strange(character)), None)
    if strange is not None:
        raise UsageError(f"The {name} has the control character {strange!r} in it. Expected plain text; remove it.")
    return text


def suspicion(*texts: str) -> str:
    """Why a person should look at what was proposed before it answers anybody; "" if nothing speaks for it.

    Corrections are shown to models, too, as facts. One that gives orders to a model may still be right (a handbook
    about such attacks has to quote them), so it is not refused but waits.
    """
    for text in texts:
        if hidden := _HIDDEN.search(text):
            return f"it has the character {hidden.group()!r} in it, which shows people another text than there is"
        if speaks_to_model(_seen(text)):
            return f"it speaks to a model, beginning {text[:40]!r}"
    return ""


def refuse_flood(connection: sqlite3.Connection, actor: Actor, *, at_us: int, per_minute: int) -> None:
    """Raises RateError for the one proposal too many in a minute. Administrators may, and can take all of it back."""
    if not per_minute or actor.may("admin"):
        return
    since_us = at_us - _MINUTE_US
    (proposed, oldest_us) = connection.execute(
        "SELECT COUNT(*), MIN(at_us) FROM ("
        "SELECT at_us FROM corrections_events WHERE actor = ? AND at_us > ? AND kind IN ('proposed', 'alias-proposed') "
        "UNION ALL SELECT at_us FROM corrections_queue WHERE by = ? AND at_us > ?)",
        (actor.id, since_us, actor.id, since_us),
    ).fetchone()
    if proposed >= per_minute:
        limit = f"actor:{actor.id}, {per_minute} corrections per minute"
        wait_s = max((oldest_us + _MINUTE_US - at_us) / 1_000_000, 0.0)
        raise RateError(
            f"{actor.id!r} has said of {proposed} answers in the last minute that they are wrong; {per_minute} are "
            "allowed, since others rely on it. Go on in a while, or have an administrator import them.",
            limit=limit,
            retry_after_s=wait_s,
        )


def _seen(text: str) -> str:
    """Without what has no width: one such character inside a word hides it from who looks for the word."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _is_strange(character: str) -> bool:
    return character not in "\n\r\t" and unicodedata.category(character) in ("Cc", "Cs")
