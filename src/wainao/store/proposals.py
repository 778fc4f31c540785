"""What holds for whatever people propose that others will rely on: plain text, no flood, and who else must agree."""

from __future__ import annotations

import sqlite3
import unicodedata

from wainao.kernel import RateError, UsageError
from wainao.types import Actor

MINUTE_US = 60_000_000


def plain_text(name: str, text: str, limit: int) -> str:
    """Plain text that is not empty, without white space around it. Raises UsageError, saying what is wrong."""
    text = text.strip()
    if not text:
        raise UsageError(f"The {name} is empty. Expected plain text of up to {limit} characters.")
    if len(text) > limit:
        raise UsageError(f"The {name} has {len(text)} characters, beginning {text[:40]!r}. Expected up to {limit}.")
    strange = next((character for character in text if _is_strange(character)), None)
    if strange is not None:
        raise UsageError(f"The {name} has the control character {strange!r} in it. Expected plain text; remove it.")
    return text


def is_bound(actor: Actor, per_minute: int) -> bool:
    """Whether so many proposals a minute are all that an actor may make. Administrators can take back any number."""
    return bool(per_minute) and not actor.may("admin")


def refuse_flood(actor: Actor, what: str, *, proposed: int, oldest_us: int, at_us: int, per_minute: int) -> None:
    """Raises RateError for the one proposal too many in a minute, of which the `oldest_us` was the first."""
    if proposed < per_minute:
        return
    raise RateError(
        f"{actor.id!r} has made {proposed} {what} in the last minute; {per_minute} are allowed, since others rely on "
        "them. Go on in a while, or have an administrator do it.",
        limit=f"actor:{actor.id}, {per_minute} {what} per minute",
        retry_after_s=max((oldest_us + MINUTE_US - at_us) / 1_000_000, 0.0),
    )


def another_admin(connection: sqlite3.Connection, actor: Actor) -> bool:
    """Whether there is a second person who may decide what is for everyone; `connection` is of `state.db`."""
    others = connection.execute(
        "SELECT rights FROM actors WHERE tenant = ? AND id <> ? AND NOT disabled", (actor.tenant, actor.id)
    )
    return any("admin" in rights.split() for (rights,) in others)


def _is_strange(character: str) -> bool:
    return character not in "\n\r\t" and unicodedata.category(character) in ("Cc", "Cs")
