"""Two corrections whose conditions meet and whose answers differ: found before one of them is approved."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from wainao.features.corrections import index, store
from wainao.features.corrections.closeness import closeness, weights
from wainao.features.corrections.matcher import items_of
from wainao.features.corrections.types import Conflict, Correction, Space, Wording
from wainao.kernel import ConflictError
from wainao.text import fold
from wainao.text.wording import items, normalise

CLOSE = 0.5
"""From this closeness on, two questions with the same numbers, dates and negations are likely to be one: see
docs/design/corrections.md."""

CANDIDATES = 32
"""So many wordings are compared in full: twice what a question is worth, since approving one is rare and lasting."""


class Conflicts:
    """Looks at what stands, is on trial or waits, inside one snapshot."""

    def __init__(self, connection: sqlite3.Connection, *, now_us: int) -> None:
        self._connection = connection
        self._now_us = now_us

    def of(self, correction: Correction, space: Space) -> list[Conflict]:
        """With which others one correction is in conflict: first the same question, then the closest."""
        meeting = store.spaces_meeting(self._connection, space)
        found: dict[str, Conflict] = {}
        for question in (correction.question, *correction.aliases, *correction.pending):
            for conflict in self._with(question, meeting, space):
                known = found.get(conflict.correction)
                if known is None or conflict.alike > known.alike:
                    found[conflict.correction] = conflict
        found.pop(correction.id, None)
        differing = [conflict for conflict in found.values() if fold(conflict.answer) != fold(correction.answer)]
        return sorted(differing, key=lambda conflict: (-conflict.alike, conflict.correction))

    def refuse(
        self, correction: Correction, space: Space, *, despite: Collection[str], superseding: Collection[str]
    ) -> None:
        """Raises ConflictError unless every correction in conflict with this one is named by who approves it."""
        for conflict in self.of(correction, space):
            if conflict.state == "proposed" or conflict.correction in superseding:
                continue
            if conflict.correction not in despite:
                raise ConflictError(
                    f"{correction.question!r} is {conflict.kind} as {conflict.question!r}, which the correction "
                    f"{conflict.correction!r} answers otherwise. Say which it is: name that one in supersedes, or in "
                    "despite where both are right."
                )
            if conflict.kind == "the same":
                raise ConflictError(
                    f"{correction.question!r} is the question of the correction {conflict.correction!r}, in the same "
                    "scope. One question has one answer there: name that one in supersedes, or revoke one of them."
                )

    def _with(self, question: str, spaces: Collection[int], own: Space) -> Iterator[Conflict]:
        asked = normalise(question)
        asked_items = items(asked.core)
        equal = store.with_key(self._connection, spaces=spaces, key=asked.key, now_us=self._now_us, waiting=True)
        for wording in equal:
            if items_of(wording) == asked_items:
                yield _conflict(wording, own, alike=1.0)
        near = index.nearest(
            self._connection,
            tenant=own.tenant,
            places=index.places(spaces, trial=True),
            key=asked.key,
            limit=CANDIDATES,
        )
        terms = weights(asked.key)
        for wording in store.with_ids(self._connection, wordings=near.wordings, now_us=self._now_us, trial=True):
            alike = closeness(terms, weights(wording.key))
            if wording.key != asked.key and alike >= CLOSE and items_of(wording) == asked_items:
                yield _conflict(wording, own, alike=alike)


def _conflict(wording: Wording, own: Space, *, alike: float) -> Conflict:
    ruling = wording.ruling
    same_space = (ruling.scope, wording.holder) == (own.scope, own.holder)
    return Conflict(
        correction=ruling.id,
        question=wording.question,
        answer=ruling.answer,
        author=ruling.author,
        scope=ruling.scope,
        state=wording.state,
        kind="close" if alike < 1.0 else "the same" if same_space else "the same elsewhere",
        alike=round(alike, 4),
    )
