"""What `GET /metrics` tells: counters out of the ledger's sums, and measures of this moment."""

from __future__ import annotations

import platform
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import wainao
from wainao.app import processes
from wainao.app.exposition import Family, Labels, Sample, histogram, render
from wainao.app.wiring import Wainao
from wainao.features.telemetry.spans import OPERATIONS
from wainao.store.ledger.book import read_head
from wainao.store.ledger.record import opened_capability
from wainao.store.ledger.series import BOUNDS_S, Counted, Key, counted
from wainao.store.measure import Measure
from wainao.types import Actor, owner

Row = tuple[Key, Counted]


class Metrics:
    """The page as one actor may see it: the sums of its own tenant, or of all for the owner of the installation.

    How the machine is doing is for the owner's tenant. A page takes some milliseconds: not for an event loop.
    """

    def __init__(self, brain: Wainao) -> None:
        self._brain = brain
        self._home = brain.home
        self._database = brain.home.database("state")
        self._own = frozenset(spec.name for spec in brain.kernel)

    def page(self, actor: Actor) -> str:
        families = list(self._sums(None if actor == owner() else actor.tenant))
        if actor.tenant == owner().tenant:
            families += _grouped(self._measures())
        return render(families)

    def _sums(self, tenant: str | None) -> Iterator[Family]:
        """Exact, of all processes, since the log began."""
        with self._database.read() as connection:
            found = counted(connection, tenant=tenant)
        rows = [(key._replace(capability=self._bounded(key.capability)), numbers) for key, numbers in found]
        for name, help, unit, per in _COUNTERS:
            yield Family(name=name, kind="counter", help=help, samples=_added(rows, unit, per=per))
        tokens = [*_added(rows, _input, token_type="input"), *_added(rows, _output, token_type="output")]
        help = "Tokens that models took and gave."
        yield Family(name="wainao_tokens_total", kind="counter", help=help, samples=tokens)
        help = "How long calls took, from their beginning to their last word."
        yield Family(name="wainao_call_duration_seconds", kind="histogram", help=help, samples=_timed(rows, _call))
        asked = [row for row in rows if row[0].capability in OPERATIONS]
        help = "The same of requests to models, under the names that OpenTelemetry has for them."
        name = "gen_ai_server_request_duration_seconds"
        yield Family(name=name, kind="histogram", help=help, samples=_timed(asked, _operation))

    def _bounded(self, capability: str) -> str:
        """Tools that somebody brought in may be thousands: all of a kind are counted as one."""
        return capability if capability in self._own else f"{capability.partition(':')[0]}:*"

    def _measures(self) -> Iterator[Measure]:
        build = {"version": wainao.__version__, "python": platform.python_version()}
        yield Measure(name="wainao_build_info", help="What runs here.", labels=build, value=1)
        yield from self._of_ledger()
        for file in sorted([*self._home.path.glob("*.db"), *self._home.path.glob("*.db-wal")]):
            size, labels = file.stat().st_size, {"file": file.name}
            yield Measure(name="wainao_database_size_bytes", help="Databases on disk.", labels=labels, value=size)
        yield from processes.measures(self._home.process)
        for source in self._brain.measures:
            yield from source()
        yield from self._brain.live.total()

    def _of_ledger(self) -> Iterator[Measure]:
        with self._database.read() as connection:
            size = read_head(connection).size
            opened = connection.execute("SELECT process, opening FROM receipts_open").fetchall()
        yield Measure(name="wainao_ledger_records_total", help="Receipts in the ledger.", value=size)
        help = "Receipts of answers that have left, which no commit holds yet."
        yield Measure(name="wainao_ledger_uncommitted_records", help=help, value=self._home.ledger.uncommitted())
        dead = self._home.process.dead({process for process, _ in opened})
        under_way = Counter(
            self._bounded(opened_capability(opening)) for process, opening in opened if process not in dead
        )
        help = "Calls that have been under way for more than a twentieth of a second."
        for name, number in under_way.items():
            yield Measure(name="wainao_calls_in_progress", help=help, labels={"capability": name}, value=number)


Unit = Callable[[Counted], int]

_MICRO = 1_000_000
_COUNTERS: tuple[tuple[str, str, Unit, int], ...] = (
    ("wainao_calls_total", "Calls that have ended, by how.", lambda one: one.amounts.calls, 1),
    ("wainao_requests_total", "Those of them that no other call made.", lambda one: one.amounts.requests, 1),
    ("wainao_cost_usd_total", "What they cost, if known.", lambda one: one.amounts.cost_microusd, _MICRO),
    ("wainao_unpriced_calls_total", "Calls whose price nobody knows.", lambda one: one.amounts.unpriced, 1),
)
"""Names with what they say, what they count, and how many of that make one."""


def _input(numbers: Counted) -> int:
    return numbers.amounts.input_tokens


def _output(numbers: Counted) -> int:
    return numbers.amounts.output_tokens


def _call(key: Key) -> Labels:
    return {
        "capability": key.capability,
        "route": key.route,
        "deployment": key.deployment,
        "status": key.status,
    }


def _operation(key: Key) -> Labels:
    return {
        "gen_ai_operation_name": OPERATIONS[key.capability],
        "gen_ai_request_model": key.route,
        "error_type": "" if key.status == "ok" else key.status,
    }


def _added(rows: Iterable[Row], unit: Unit, *, per: int = 1, **more: str) -> list[Sample]:
    """One sample for each combination of labels for which there is anything to count."""
    sums: Counter[Key] = Counter()  # whole numbers to the end: a sum of fractions may shrink as others come between
    for key, numbers in rows:
        sums[key._replace(bucket=0)] += unit(numbers)
    return [
        Sample(labels={"tenant": key.tenant, **_call(key), **more}, value=value if per == 1 else value / per)
        for key, value in sums.items()
        if value
    ]


def _timed(rows: Iterable[Row], labels: Callable[[Key], Labels]) -> list[Sample]:
    alike: dict[tuple[tuple[str, str], ...], list[Row]] = defaultdict(list)
    for key, numbers in rows:
        alike[tuple(labels(key).items())].append((key, numbers))
    return [sample for told, some in alike.items() for sample in _histogram(dict(told), some)]


def _histogram(labels: Labels, rows: Iterable[Row]) -> Iterator[Sample]:
    counts, took_us = [0] * (len(BOUNDS_S) + 1), 0
    for key, numbers in rows:
        counts[key.bucket] += numbers.amounts.calls
        took_us += numbers.took_us
    return histogram(labels, bounds=BOUNDS_S, counts=counts, total=took_us / _MICRO)


def _grouped(measures: Iterable[Measure]) -> list[Family]:
    families: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        families[measure.name].append(measure)
    return [
        Family(
            name=name,
            kind="counter" if name.endswith("_total") else "gauge",
            help=alike[0].help,
            samples=[Sample(labels=one.labels, value=one.value) for one in alike],
        )
        for name, alike in families.items()
    ]
