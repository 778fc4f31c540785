"""A release's life: made, gated, overridden, promoted, rolled back. Whoever decides is on record."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import msgspec

from wainao.features.learn import book
from wainao.features.learn.book import Release
from wainao.features.learn.gating import GateReport
from wainao.features.learn.service import Learning, name_of
from wainao.features.learn.types import OF_CORRECTIONS, Target
from wainao.features.learn.watching import Watched, look, rules_of
from wainao.kernel import Call, ConflictError, DeniedError, NotFoundError, UsageError
from wainao.types import Told, Words, system

GOOD = ("passed", "overridden")

_SHARE = Words("接 {share:.0%} 的请求", "a share of {share:g}")


class Releases:
    """Changes of state, each one checked and with its line in the book."""

    def __init__(self, learning: Learning) -> None:
        self._learning = learning
        self._rules = rules_of(learning.settings)

    async def create(
        self, call: Call, *, name: str, target: Target, sets: tuple[str, ...], door: str, note: str
    ) -> Release:
        """Pin a target as it is now. Raises UsageError and NotFoundError for what is not there."""
        name_of(name)
        if door and not target.route:
            raise UsageError(f"The door {door!r} has to lead somewhere. Name the route of the release's target, too.")
        plan = await self._learning.plan(call, target, sets)
        return await self._learning.write(
            lambda connection: book.add(
                connection,
                call,
                name=name,
                target=target,
                manifest=plan.manifest,
                sets=sets,
                door=door,
                note=note,
            )
        )

    async def find(self, call: Call, named: str) -> Release:
        return await self._learning.read(lambda connection: book.find(connection, call.actor.tenant, named))

    async def gate_of(self, release: Release, *, gate: str = "") -> GateReport | None:
        """What its latest gate found, or the one of that receipt."""
        found = await self._learning.read(lambda connection: book.last_gate(connection, release, gate=gate))
        return None if found is None else msgspec.json.decode(found, type=GateReport)

    async def override(self, call: Call, named: str, why: str) -> Release:
        """Let a blocked release pass after all. A person with the right "admin" takes that on, with a reason."""
        release = await self.find(call, named)
        _by_a_person(call, "override the gate")
        if not why.strip():
            raise UsageError(f"why = {why!r}. Expected the reason for letting {release.label} pass: it goes on record.")
        if release.state != "blocked":
            raise ConflictError(f"{release.label} is {release.state!r}: there is nothing to override. Gate it first.")
        await self._learning.write(
            lambda connection: book.step(connection, call, release, "overridden", "overridden", why)
        )
        return await self.find(call, release.label)

    async def promote(self, call: Call, named: str, *, share: float, why: str) -> Release:
        """Make it the running release, or the one that gets that share of the requests at the door. A person does."""
        _by_a_person(call, "promote a release")
        name, _, _ = named.partition("@")
        async with self._learning.deciding(call.actor.tenant, name):
            return await self._promote(call, named, share=share, why=why)

    async def _promote(self, call: Call, named: str, *, share: float, why: str) -> Release:
        release = await self.find(call, named)
        if not 0.0 < share <= 1.0:
            raise UsageError(f"share = {share!r}. Expected more than 0 and up to 1: its part of the requests.")
        if release.state not in (*GOOD, "canary"):
            raise ConflictError(
                f"{release.label} is {release.state!r}. Expected one that passed the gate: run 'wainao gate "
                f"{release.label}', and override it only if you must."
            )
        await self._unchanged(call, release)
        running = await self._in_state(call, release.name, "running")
        if share < 1.0 and (running is None or not release.door):
            raise UsageError(
                f"{release.label} cannot get a share of {share:g}: that takes a running release beside it and a door "
                "that both are behind. Promote it whole, or make it with --door."
            )
        canary = await self._in_state(call, release.name, "canary")
        await self._open_door(call, release, running, share)

        def work(connection: sqlite3.Connection) -> None:
            if canary is not None and canary.id != release.id:  # the door leads past it now
                book.step(connection, call, canary, "withdrawn", "replaced", f"by {release.label}")
            if share < 1.0:
                book.step(connection, call, release, "canary", "canary", why or _SHARE.filled(share=share))
            else:
                _promoted(connection, call, release, running, why)

        await self._learning.write(work)
        return await self.find(call, release.label)

    async def roll_back(self, call: Call, name: str, why: str) -> Release:
        """Take back the canary, or else the running release; what ran before runs again."""
        async with self._learning.deciding(call.actor.tenant, name):
            return await self._roll_back(call, name, why)

    async def watch(self, call: Call, name: str, *, dry_run: bool) -> Watched:
        """Read what live requests say of the canary, and take it back if they say that it is worse.

        Raises NotFoundError where there is none.
        """
        async with self._learning.deciding(call.actor.tenant, name):
            await self._learning.caught_up()
            tenant = call.actor.tenant
            watched = await self._learning.read(lambda connection: look(connection, tenant, name, self._rules))
            if watched.verdict != "worse" or dry_run:
                return watched
            await self._roll_back(call, name, watched.why)
            return replace(watched, rolled_back=True)

    async def _roll_back(self, call: Call, name: str, why: Told) -> Release:
        running = await self._in_state(call, name, "running")
        taken = await self._in_state(call, name, "canary") or running
        back = running if taken is not running else await self._in_state(call, name, "replaced")
        if taken is None or back is None:
            raise NotFoundError(f"No release of {name!r} ran before, so there is nothing to go back to.")
        await self._open_door(call, back, None, 1.0)
        await self._learning.write(lambda connection: _rolled_back(connection, call, taken, back, why))
        return await self.find(call, back.label)

    async def _in_state(self, call: Call, name: str, state: book.State) -> Release | None:
        return await self._learning.read(lambda connection: book.of_state(connection, call.actor.tenant, name, state))

    async def _unchanged(self, call: Call, release: Release) -> None:
        """What was gated is what goes live; corrections stand for whatever runs, so they may change."""
        plan = await self._learning.plan(call, release.target, ())
        if changed := [name for name in release.manifest.changed(plan.manifest) if name not in OF_CORRECTIONS]:
            raise ConflictError(
                f"Since {release.label} was gated, {', '.join(changed)} changed. Expected what passed to be what goes "
                f"live: run 'wainao gate {release.label}' again."
            )

    async def _open_door(self, call: Call, release: Release, beside: Release | None, share: float) -> None:
        """Let the route that clients use lead where the release's own route leads."""
        if not release.door:
            return
        routes = (await call.run("routes:list", call.kernel.spec("routes:list").input())).output.routes
        known: dict[str, Any] = {one.name: msgspec.to_builtins(one.route) for one in routes}
        route = {**_route(known, release), "name": release.door}
        if share < 1.0 and beside is not None:
            route["targets"] = _mixed(_route(known, release), _route(known, beside), share)
        spec = call.kernel.spec("routes:set")
        await call.run(spec.name, msgspec.convert(route, spec.input))


def _by_a_person(call: Call, deed: str) -> None:
    if call.actor.id == system().id:
        raise DeniedError(f"To {deed} is for a person, not for Wainao itself. Let an administrator do it.")


def _route(known: dict[str, Any], release: Release) -> dict[str, Any]:
    found: dict[str, Any] | None = known.get(release.target.route)
    if found is None:
        raise NotFoundError(f"The route {release.target.route!r} of {release.label} is gone. Set it again.")
    return found


def _mixed(candidate: dict[str, Any], running: dict[str, Any], share: float) -> list[dict[str, Any]]:
    """The targets of two routes, weighted so that the candidate's get that share in each order."""
    if not candidate["targets"] or not running["targets"]:
        raise UsageError("A cascade cannot share a door. Promote the release whole.")
    return [*_weighted(candidate["targets"], share), *_weighted(running["targets"], 1.0 - share)]


def _weighted(targets: list[dict[str, Any]], share: float) -> list[dict[str, Any]]:
    """With orders from 0 on, so that the first of both routes stand side by side, however those were numbered."""
    totals: dict[int, float] = {}
    for one in targets:
        totals[one["order"]] = totals.get(one["order"], 0.0) + one["weight"]
    place = {order: at for at, order in enumerate(sorted(totals))}
    return [
        {**one, "order": place[one["order"]], "weight": one["weight"] * share / totals[one["order"]]} for one in targets
    ]


def _promoted(connection: sqlite3.Connection, call: Call, release: Release, running: Release | None, why: str) -> None:
    if running is not None:
        book.step(connection, call, running, "replaced", "replaced", f"by {release.label}")
    book.step(connection, call, release, "running", "promoted", why)


def _rolled_back(connection: sqlite3.Connection, call: Call, taken: Release, back: Release, why: Told) -> None:
    book.step(connection, call, taken, "withdrawn", "rolled-back", why)
    if back.state != "running":
        book.step(connection, call, back, "running", "restored", f"in place of {taken.label}")
