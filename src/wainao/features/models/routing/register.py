"""What an administrator does to deployments and routes: each change is a version, and holds at once everywhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import fields
from urllib.parse import urlsplit

from wainao.features.models.routing.book import Entry
from wainao.features.models.routing.deployment import Deployment
from wainao.features.models.routing.route import Route
from wainao.features.models.routing.table import Table, place
from wainao.kernel import Call, ConflictError, DeniedError, NotFoundError, UsageError
from wainao.types import owner


class Register:
    """Checks what is to be written against what stands, and writes it. Everything raises DeniedError for tenants."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def put_deployment(self, call: Call, given: Deployment, key: str) -> int:
        """Write a deployment, new or changed; without `key` it keeps the one it has. Returns its version.

        Raises UsageError for one that cannot be reached in any way, and ConflictError where it is one of the settings.
        """
        refuse_tenants(call)
        self._refuse_fixed(given.name)
        _check_key(key)
        deployment = _plain(given)
        self._table.check(deployment, key)
        vault = self._table.vault

        def make(entry: Entry[Deployment] | None) -> tuple[Deployment, bytes | None]:
            if key:
                return deployment, vault.seal(key, place=place(deployment.name))
            if entry is not None and entry.sealed is not None:
                _refuse_to_send_elsewhere(entry.thing, deployment)
            return deployment, entry.sealed if entry is not None else None

        return await self._table.deployments.put(call, deployment.name, make)

    async def remove_deployment(self, call: Call, name: str) -> None:
        """Take it away and forget its keys. Raises ConflictError while a route names it."""
        refuse_tenants(call)
        self._refuse_fixed(name)
        used = [
            entry.thing.name
            for entry in self._table.now().written.values()
            if any(target.deployment == name for target in entry.thing.targets)
        ]
        if used:
            raise ConflictError(
                f"The deployment {name!r} is a target of the routes {', '.join(map(repr, used))}. Take it out of them "
                "first, or drain it: a drained deployment gets no requests."
            )
        await self._table.deployments.remove(name)

    async def drain(self, call: Call, name: str) -> None:
        """Send it nothing more; what is under way goes on."""
        await self._set_state(call, name, draining=True)

    async def resume(self, call: Call, name: str) -> None:
        await self._set_state(call, name, draining=False)

    async def roll_back_deployment(self, call: Call, name: str, to: int | None) -> int:
        refuse_tenants(call)
        self._refuse_fixed(name)
        return await self._table.deployments.roll_back(call, name, to)

    async def put_route(self, call: Call, route: Route) -> int:
        """Raises NotFoundError for deployments and routes that it names and that are not there."""
        refuse_tenants(call)
        self._check_route(route)
        return await self._table.routes.put(call, route.name, lambda _: (route, None))

    async def remove_route(self, call: Call, name: str) -> None:
        """Raises ConflictError while a cascade names it."""
        refuse_tenants(call)
        self._refuse_part_of_cascade(name)
        await self._table.routes.remove(name)

    async def roll_back_route(self, call: Call, name: str, to: int | None) -> int:
        refuse_tenants(call)
        return await self._table.routes.roll_back(call, name, to, check=self._check_route)

    def _check_route(self, route: Route) -> None:
        """Whether everything that it names is there, and no cascade would be inside another."""
        standing = self._table.now()
        for target in route.targets:
            if target.deployment:
                _refuse_missing("deployment", target.deployment, standing.upstreams)
        if route.cascade is None:
            return
        self._refuse_part_of_cascade(route.name)
        for name in (route.cascade.near, route.cascade.far):
            _refuse_missing("route", name, standing.routes)
            if standing.routes[name].cascade is not None or name == route.name:
                raise UsageError(f"The route {name!r} is a cascade itself. Name routes that have targets.")

    def _refuse_part_of_cascade(self, name: str) -> None:
        used = [
            route.name
            for route in self._table.now().routes.values()
            if route.cascade is not None and name in (route.cascade.near, route.cascade.far)
        ]
        if used:
            raise ConflictError(f"The route {name!r} is part of the cascades {used}. Change or remove those first.")

    async def _set_state(self, call: Call, name: str, *, draining: bool) -> None:
        refuse_tenants(call)
        self._refuse_fixed(name)
        await self._table.deployments.set_state(name, "draining" if draining else "on")

    def _refuse_fixed(self, name: str) -> None:
        if name in self._table.fixed:
            raise ConflictError(
                f"The deployment {name!r} is the one of the settings. Change it there, under [models], or choose "
                "another name."
            )


def refuse_tenants(call: Call) -> None:
    """Raises DeniedError for anybody of another tenant than the owner's: addresses are the firm's that runs this."""
    if call.actor.tenant != owner().tenant:
        raise DeniedError(
            "Deployments and routes belong to the owner of this installation; no administrator of another tenant, here "
            f"of {call.actor.tenant!r}, sees or changes them. Ask the owner."
        )


def _refuse_missing(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names) or 'none'}."
    raise NotFoundError(f"There is no {what} {name!r}. {hint}")


def _refuse_to_send_elsewhere(old: Deployment, new: Deployment) -> None:
    """A key goes where it was given for: who may change an address must not learn the key by that."""
    if (old.provider, _place_of(old.base_url)) != (new.provider, _place_of(new.base_url)):
        raise UsageError(
            f"The deployment {new.name!r} would take its key to {new.base_url or new.provider!r}, for which it was not "
            "given. Give the key again."
        )


def _place_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _check_key(key: str) -> None:
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError("The api_key holds spaces or characters that no key has. Copy it again.")


def _plain(given: Deployment) -> Deployment:
    """Without what an input has beside it."""
    return Deployment(**{item.name: getattr(given, item.name) for item in fields(Deployment)})
