"""A fix before anybody decided on it: what was said, checked against the documents as one snapshot shows them."""

from __future__ import annotations

import dataclasses
import sqlite3
from dataclasses import dataclass

from wainao.features.knowledge import store
from wainao.features.knowledge.amended import Span
from wainao.features.knowledge.fixes.places import place, whole_sentences, words
from wainao.features.knowledge.fixes.types import Blame, Fix, Kind
from wainao.features.knowledge.store import VersionRecord
from wainao.kernel import DeniedError, UsageError, new_id
from wainao.store.proposals import plain_text
from wainao.text.values import canonical
from wainao.types import Actor

MAX_QUOTE = 4_000
MAX_VALUE = 200
MAX_QUESTION = 2_000
MAX_WHY = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A passage as somebody names it: by a `quote` of the current version, or by a `span` of a certain one."""

    document: str
    quote: str = ""
    version: str | None = None
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why, and on which receipt."""

    why: str = ""
    source: str | None = None


def mark(connection: sqlite3.Connection, actor: Actor, *, named: Named, blame: Blame, reason: Reason) -> Fix:
    """All sentences that are touched are marked. Raises NotFoundError and UsageError."""
    record = store.visible_version(connection, actor, named.document, named.version)
    span = whole_sentences(connection, record, _span(connection, record, named))
    return _placed(connection, record, span, dataclasses.replace(_draft("mark", reason, record), blame=blame))


def point(connection: sqlite3.Connection, actor: Actor, *, question: str, named: Named, reason: Reason) -> Fix:
    """To a document, or to a passage of it. Raises NotFoundError and UsageError."""
    record = store.visible_version(connection, actor, named.document, named.version)
    question = plain_text("question", question, MAX_QUESTION)
    fix = dataclasses.replace(_draft("point", reason, record), question=question)
    if not (named.quote or named.span):
        return fix
    return _placed(connection, record, _span(connection, record, named), fix)


def replacement(
    connection: sqlite3.Connection,
    actor: Actor,
    *,
    old: str,
    new: str,
    base: str | None,
    document: str | None,
    reason: Reason,
) -> Fix:
    """In a document; else in a knowledge base; else everywhere. Raises DeniedError, NotFoundError and UsageError."""
    old, new = plain_text("old value", old, MAX_VALUE), plain_text("new value", new, MAX_VALUE)
    if not any(map(str.isalnum, old)):
        raise UsageError(f"The old value {old!r} has no letter or digit. Give it as the documents say it.")
    if canonical(old) == canonical(new):
        raise UsageError(f"The old value {old!r} and the new one, {new!r}, are the same. Give another new value.")
    if document is not None:
        base, _ = store.visible_path(connection, actor, document)
    elif base is not None and not actor.sees(base):
        raise DeniedError(
            f"{actor.id!r} does not see the base {base!r}. Name one that it sees; knowledge:bases lists them."
        )
    return dataclasses.replace(_draft("replace", reason), base=base, document=document, old=old, new=new)


def _draft(kind: Kind, reason: Reason, record: VersionRecord | None = None) -> Fix:
    return Fix(
        id=new_id(),
        kind=kind,
        state="proposed",
        base=None if record is None else record.base,
        document=None if record is None else record.document,
        why=plain_text("why", reason.why, MAX_WHY) if reason.why else "",
        source=reason.source,
    )


def _span(connection: sqlite3.Connection, record: VersionRecord, named: Named) -> Span:
    return named.span or place(connection, record, plain_text("quote", named.quote, MAX_QUOTE))


def _placed(connection: sqlite3.Connection, record: VersionRecord, span: Span, fix: Fix) -> Fix:
    """With what is kept of a passage, so that it is known again in another version."""
    quote, section = words(connection, record, span)
    return dataclasses.replace(
        fix, version=record.version, char_start=span[0], char_end=span[1], quote=quote, section=section
    )
