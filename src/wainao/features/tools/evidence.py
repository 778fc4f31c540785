"""What the receipts say of tools: how often they are called, how often they fail, how long they take."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from wainao.store.ledger.reading import Filter, find, headers
from wainao.store.ledger.record import Header

LOOKED_AT = 20_000
"""The newest receipts of a tenant that are looked through: what is older says little of how a tool is today."""
MOST = 200
"""The newest calls of one tool that count."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One tool's latest calls. `failed` of them ended in an error, or the tool said that it failed; `refused` were kept
    from it (denied, waiting for a person, without budget). Times in seconds; None: none was answered. `last_us`:
    microseconds since 1970, UTC.
    """

    tool: str
    calls: int
    people: int
    failed: int
    refused: int
    corrected: int
    usual_s: float | None
    slow_s: float | None
    cost_microusd: int | None
    last_us: int

    @property
    def success(self) -> float | None:
        """The share of the calls that reached the tool and did what was asked."""
        reached = self.calls - self.refused
        return None if not reached else 1 - self.failed / reached


@dataclass(slots=True)
class _Calls:
    headers: list[Header] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)


_REFUSED = frozenset({"denied", "waiting", "budget", "blocked", "cancelled"})


def records(
    connection: sqlite3.Connection, tenant: str, is_wanted: Callable[[str], bool], most: int = MOST
) -> dict[str, Record]:
    """By the name of each wanted tool that was called lately, out of its newest calls."""
    found: dict[str, _Calls] = defaultdict(_Calls)
    for header in headers(connection, Filter(tenant=tenant), limit=LOOKED_AT):
        calls = found[header.capability] if is_wanted(header.capability) else None
        if calls is None or len(calls.headers) == most:
            continue
        calls.headers.append(header)
        if header.status not in ("ok", *_REFUSED) or (header.status == "ok" and _said_so(connection, header.id)):
            calls.failed.add(header.id)
    return {tool: _record(tool, calls) for tool, calls in found.items()}


def _said_so(connection: sqlite3.Connection, id: str) -> bool:
    """Whether the tool itself reported a failure."""
    contents = find(connection, id).contents
    output = None if contents is None else contents.output
    return isinstance(output, dict) and bool(output.get("failed"))


def _record(tool: str, calls: _Calls) -> Record:
    answered = [one for one in calls.headers if one.status == "ok" and one.correction is None]
    seconds = sorted((one.finished_us - one.started_us) / 1e6 for one in answered)
    costs = [one.usage.cost_microusd for one in answered if one.usage.cost_microusd is not None]
    return Record(
        tool=tool,
        calls=len(calls.headers),
        people=len({one.actor for one in calls.headers}),
        failed=len(calls.failed),
        refused=sum(one.status in _REFUSED for one in calls.headers),
        corrected=sum(one.correction is not None for one in calls.headers),
        usual_s=_at(seconds, 0.5),
        slow_s=_at(seconds, 0.95),
        cost_microusd=sum(costs) if costs else None,
        last_us=calls.headers[0].finished_us,
    )


def _at(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 4) if ordered else None
