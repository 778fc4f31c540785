"""All routes as they stand at this moment; what another process changes holds for the next request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from wainao.features.models.engines.backend import Backend, Closes
from wainao.features.models.engines.unusable import Unusable
from wainao.features.models.prices import PriceBook
from wainao.features.models.routing.book import Book, Entry, revision
from wainao.features.models.routing.deployment import Deployment, Kind
from wainao.features.models.routing.health import Health
from wainao.features.models.routing.lineup import Lineup, Option
from wainao.features.models.routing.route import DEFAULT, Route, Target
from wainao.features.models.routing.tariff import Tariff
from wainao.features.models.routing.upstream import Upstream
from wainao.kernel import NotFoundError, WainaoError
from wainao.store.home import Home
from wainao.store.ledger.reading import is_erased
from wainao.store.vault import Vault

MakeBackend = Callable[[Deployment, str], Backend]
"""Makes what reaches a deployment with its key; raises UsageError or SettingsError for one that cannot be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """A deployment that the settings name, and the route under which clients know it.

    A `spare` one is the default only where nobody connected anything that does such work.
    """

    deployment: Deployment
    route: str
    key: str = field(default="", repr=False)
    spare: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One moment's deployments, routes and keys, made of one revision of the books.

    `keyed` are the deployments that have a key. `entries` and `written` are what is in the books; `upstreams` and
    `routes` hold those of the settings, too, and for each deployment a route of its own name.
    """

    revision: int
    upstreams: Mapping[str, Upstream]
    keyed: frozenset[str]
    entries: Mapping[str, Entry[Deployment]]
    draining: frozenset[str]
    routes: Mapping[str, Route]
    written: Mapping[str, Entry[Route]]
    secrets: tuple[str, ...]
    lineups: dict[tuple[str, Kind], Lineup]

    def lineup(self, name: str, kind: Kind) -> Lineup:
        """The route of that name, "" for the default one. Raises NotFoundError."""
        lineup = self.lineups.get((name, kind))
        if lineup is None:
            lineup = self.lineups[name, kind] = self._line_up(name, kind)
        return lineup

    def names(self, kind: Kind | None = None) -> Iterator[str]:
        """What clients may ask for, of one kind of work or of all."""
        return (name for name in self.routes if kind is None or self._serves(name, kind))

    def default(self, kind: Kind) -> Route | None:
        """The route of requests that name none: the one called "default" if it does such work, else the first."""
        names = (name for name in (DEFAULT, *self.routes) if name in self.routes and self._serves(name, kind))
        return next((self.routes[name] for name in names), None)

    def routes_to(self, deployment: str) -> Iterator[str]:
        """The routes that have that deployment, by name or by a tag."""
        for name, route in self.routes.items():
            if any(option.upstream.deployment.name == deployment for option in self.options(route)):
                yield name

    def serving(self, kind: Kind) -> bool:
        """Whether there is anything that does that kind of work."""
        return any(kind in upstream.deployment.serves for upstream in self.upstreams.values())

    def options(self, route: Route) -> Iterator[Option]:
        """The deployments of a route that are not being drained."""
        for target in route.targets:
            for name, upstream in self.upstreams.items():
                meant = target.tag in upstream.deployment.tags if target.tag else name == target.deployment
                if meant and name not in self.draining:
                    yield Option(upstream, target)

    def _line_up(self, name: str, kind: Kind) -> Lineup:
        route = self.routes.get(name) if name else self.default(kind)
        if route is None:
            raise NotFoundError(self._missing(name, kind))
        if route.cascade is not None:
            return Lineup(route, ())
        options = [option for option in self.options(route) if kind in option.upstream.deployment.serves]
        if not options:
            raise NotFoundError(
                f"The route {route.name!r} has no deployment that does {kind!r} and is not being drained. 'wainao "
                "deployments list' shows what there is."
            )
        return Lineup(route, options)

    def _serves(self, name: str, kind: Kind) -> bool:
        route = self.routes[name]
        if route.cascade is not None:
            return kind == "chat"
        return any(kind in option.upstream.deployment.serves for option in self.options(route))

    def _missing(self, name: str, kind: Kind) -> str:
        known = ", ".join(map(repr, self.names(kind)))
        if not name or not known:
            return f"There is no model here that does {kind!r}. Add one: wainao deployments add."
        return f"There is no model {name!r}. Expected one of {known}: put that into 'model'."


class Table:
    """Reading it costs a look into shared memory; the database is asked only when somebody changed something.

    What a deployment learnt (its breaker, its times) survives every change but those of the deployment itself.
    """

    def __init__(
        self, home: Home, *, make_backend: MakeBackend, prices: PriceBook, fixed: Iterable[Fixed] = ()
    ) -> None:
        self.deployments = Book(home, "deployment", Deployment)
        self.routes = Book(home, "route", Route)
        self.vault = Vault(home.keys)
        self.fixed = {one.deployment.name: one for one in fixed}
        self._database = home.database("state")
        self._changes = home.changes
        self._make_backend = make_backend
        self._prices = prices
        self._health = Health(random=Random())
        self._lock = threading.Lock()
        self._upstreams: dict[tuple[str, int], tuple[Upstream, str]] = {}
        self._known: tuple[int | None, Standing | None] = (None, None)

    def now(self) -> Standing:
        """Everything as it stands."""
        mark = self._changes.mark()
        known, standing = self._known
        if standing is not None and mark is not None and mark == known:
            return standing
        with self._lock:
            standing = self._read(self._known[1])
            self._known = (mark, standing)
        return standing

    def is_erased(self, receipt: str) -> bool:
        with self._database.read() as connection:
            return is_erased(connection, receipt)

    def check(self, deployment: Deployment, key: str) -> None:
        """Raises UsageError or SettingsError for a deployment that nothing here can reach."""
        backend = self._make_backend(deployment, key)
        if isinstance(backend, Closes):
            backend.close()

    def close(self) -> None:
        self._health.close()
        with self._lock:
            for upstream, _ in self._upstreams.values():
                upstream.close()
            self._upstreams.clear()
            self._known = (None, None)

    def _read(self, before: Standing | None) -> Standing:
        with self._database.read() as connection:
            number = revision(connection)
            if before is not None and before.revision == number:
                return before
            deployments = self.deployments.entries(connection)
            routes = self.routes.entries(connection)
        ups = {one.deployment.name: self._upstream(one.deployment, 0, one.key) for one in self.fixed.values()}
        ups |= {name: self._written(entry) for name, entry in deployments.items()}
        self._forget(ups.values())
        return Standing(
            revision=number,
            upstreams={name: upstream for name, (upstream, _) in ups.items()},
            keyed=frozenset(name for name, (_, key) in ups.items() if key),
            entries=deployments,
            draining=frozenset(name for name, entry in deployments.items() if entry.state == "draining"),
            routes=_routes(self.fixed.values(), deployments, routes),
            written=routes,
            secrets=tuple({key for _, key in ups.values() if key}),
            lineups={},
        )

    def _written(self, entry: Entry[Deployment]) -> tuple[Upstream, str]:
        known = self._upstreams.get((entry.thing.name, entry.version))
        if known is not None:
            return known
        try:
            key = self.vault.open(entry.sealed, place=place(entry.thing.name)) if entry.sealed else ""
        except WainaoError as error:
            return self._keep(entry.thing, entry.version, Unusable(error), "")
        return self._upstream(entry.thing, entry.version, key)

    def _upstream(self, deployment: Deployment, version: int, key: str) -> tuple[Upstream, str]:
        known = self._upstreams.get((deployment.name, version))
        if known is not None:
            return known
        backend: Backend
        try:
            backend = self._make_backend(deployment, key)
        except WainaoError as error:
            backend = Unusable(error)
        return self._keep(deployment, version, backend, key)

    def _keep(self, deployment: Deployment, version: int, backend: Backend, key: str) -> tuple[Upstream, str]:
        upstream = Upstream(deployment, version, backend, Tariff(deployment, self._prices), watch=self._health.watch)
        self._upstreams[deployment.name, version] = (upstream, key)
        return upstream, key

    def _forget(self, standing: Iterable[tuple[Upstream, str]]) -> None:
        """Let go of versions that nobody asks any more, once their last request has ended."""
        kept = {upstream.label for upstream, _ in standing}
        for at, (upstream, _) in list(self._upstreams.items()):
            if upstream.label not in kept and not upstream.in_flight:
                upstream.close()
                del self._upstreams[at]


def place(deployment: str) -> str:
    """Where its key is sealed for."""
    return f"deployment:{deployment}"


def _routes(
    fixed: Iterable[Fixed], deployments: Mapping[str, Entry[Deployment]], routes: Mapping[str, Entry[Route]]
) -> dict[str, Route]:
    """The routes that were written, and for each deployment one of its own name, so that it can be used at once."""
    named: dict[str, tuple[Target, ...]] = {}
    spare: dict[str, Route] = {}
    for one in fixed:  # a model that chats and makes vectors is two deployments under one name
        target = Target(deployment=one.deployment.name)
        if one.spare:
            spare[one.route] = Route(name=one.route, targets=(target,))
        else:
            named[one.route] = (*named.get(one.route, ()), target)
    found = {name: Route(name=name, targets=targets) for name, targets in named.items()}
    found |= {name: Route(name=name, targets=(Target(deployment=name),)) for name in deployments}
    found |= {name: entry.thing for name, entry in routes.items()}
    return found | {name: route for name, route in spare.items() if name not in found}
