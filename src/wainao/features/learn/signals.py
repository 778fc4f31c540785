"""What the ledger says of a canary and of the release beside it: attempts at both, and what people objected to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from wainao.features.learn.canary import Attempt, Canary, Objection
from wainao.kernel import NotFoundError
from wainao.store.ledger.reading import Filter, find, headers
from wainao.store.ledger.record import Header

ROUTER = "models:router"
OBJECTIONS: dict[str, Literal["complaints", "corrected"]] = {
    "corrections:dissatisfied": "complaints",
    "corrections:propose": "corrected",
}
AT_ONCE = 2_000
MOST_PARTS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Whose requests are looked at: of one tenant, at one `door`, since the call `since`.

    The deployments tell the sides apart, so those that both have are in neither.
    """

    tenant: str
    door: str
    since: str
    canary: frozenset[str]
    running: frozenset[str]

    def is_canary(self, label: str) -> bool | None:
        """Of the deployment "name@version"; None: it is on neither side."""
        name = label.rpartition("@")[0]
        return True if name in self.canary else False if name in self.running else None


class _Said(msgspec.Struct):
    """What matters here of the contents of a receipt."""

    input: msgspec.Raw = msgspec.Raw(b"null")
    output: msgspec.Raw = msgspec.Raw(b"null")
    whys: list[Any] = []


class _Refusing(msgspec.Struct):
    refusal: str | None = None


class _About(msgspec.Struct):
    receipt: str | None = None


class Signals:
    """Reads a log further each time, from where it was, into a `Canary`."""

    def __init__(self, sides: Sides, canary: Canary) -> None:
        self._sides = sides
        self._canary = canary
        self._since: int | None = None
        self._at = 0

    def read(self, connection: sqlite3.Connection) -> Canary:
        """All that came since the last time."""
        if self._since is None:
            try:
                self._since = self._at = find(connection, self._sides.since).header.index
            except NotFoundError:
                return self._canary  # the call that began it has not ended yet
        while rows := connection.execute(_NEXT, (self._at, self._sides.tenant, *OBJECTIONS, AT_ONCE)).fetchall():
            for index, header, contents in rows:
                self._at = index
                for seen in self._seen(connection, header, contents):
                    self._canary.take(seen)
        return self._canary

    def _seen(self, connection: sqlite3.Connection, header: bytes, contents: bytes | None) -> Iterator[Any]:
        told = _read_header(header)
        said = _Said() if contents is None else _read_said(contents)
        kind = OBJECTIONS.get(told.capability)
        if kind is None:
            if told.versions.get("route") == self._sides.door:
                yield from self._attempts(told, said)
        elif told.status == "ok" and (about := _read_about(said.input).receipt):
            side = self._side_of(connection, about)
            if side is not None:
                yield Objection(canary=side, receipt=about, kind=kind)

    def _attempts(self, told: Header, said: _Said) -> Iterator[Attempt]:
        """Each by the router's own verdicts; by who answered where there are none: erased, or stopped by a guard."""
        verdicts = [(by, word, why) for (by, word), why in zip(told.verdicts, said.whys, strict=False)]
        tried = [(word, str(why).partition(": ")[0]) for by, word, why in verdicts if by == ROUTER and word != "left"]
        if not tried and told.status in ("ok", "blocked"):
            tried = [("served", told.versions.get("deployment", ""))]
        alone = len(tried) == 1
        for word, label in tried:
            side = self._sides.is_canary(label)
            if side is None:
                continue
            failed = word == "failed"
            yield Attempt(
                canary=side,
                failed=failed,
                refused=not failed and (told.status == "blocked" or _refuses(said.output)),
                seconds=(told.finished_us - told.started_us) / 1e6 if alone and told.status == "ok" else None,
                cost=told.usage.cost_microusd if alone and told.status == "ok" else None,
            )

    def _side_of(self, connection: sqlite3.Connection, receipt: str) -> bool | None:
        """Who gave that answer: the model itself, or as a part of it. None: neither, or not in this time."""
        try:
            own = find(connection, receipt).header
        except NotFoundError:
            return None
        below = headers(connection, Filter(tenant=self._sides.tenant, parent=receipt), limit=MOST_PARTS)
        here = [
            self._sides.is_canary(one.versions.get("deployment", ""))
            for one in (own, *below)
            if one.index > (self._since or 0) and one.versions.get("route") == self._sides.door
        ]
        return next((side for side in here if side is not None), None)


_NEXT = (
    "SELECT idx, header, contents FROM receipts WHERE idx > ? AND tenant = ? AND "
    "(capability LIKE 'models:%' OR capability IN (?, ?)) ORDER BY idx LIMIT ?"
)
_read_header = msgspec.json.Decoder(Header).decode
_read_said = msgspec.json.Decoder(_Said).decode
_read_about = msgspec.json.Decoder(_About).decode


def _refuses(output: msgspec.Raw) -> bool:
    try:
        return bool(msgspec.json.decode(output, type=_Refusing).refusal)
    except msgspec.ValidationError:
        return False  # of a kind that cannot refuse
