"""What people do with toolboxes: take in, look at, switch, pin, go back, remove."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec

from wainao.features.tools import store
from wainao.features.tools.credentials import Credentials
from wainao.features.tools.describing import Described, Description, checked
from wainao.features.tools.differing import Difference, difference, not_lowered
from wainao.features.tools.jobs import lose_jobs
from wainao.features.tools.limits import forget_limits
from wainao.features.tools.rests import forget_rests
from wainao.features.tools.risks import believed
from wainao.features.tools.showing import forget_box
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Surface, Tool, Toolbox
from wainao.kernel import Call, ConflictError, NotFoundError, Risk, UsageError
from wainao.store.grants import revoke_kind
from wainao.store.home import Home
from wainao.types import ALL_RIGHTS

T = TypeVar("T")

_NAME = re.compile(r"[a-z][a-z0-9_]*:[a-z0-9][a-z0-9_.-]*")
"""What the kernel takes for the name of a capability."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What was taken in, or would be: `kept` is None of a rehearsal."""

    toolbox: Toolbox
    difference: Difference
    kept: Kept | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What an administrator says of risks: of all tools of a toolbox (`least`, None: nothing), and by a tool's name.

    It holds for every version, until another word is said.
    """

    least: Risk | None = None
    risks: Mapping[str, Risk] = field(default_factory=dict)

    def over(self, old: Kept | None) -> tuple[Risk, dict[str, Risk]]:
        """With what was said before."""
        least, risks = ("read", {}) if old is None else (old.least, old.risks)
        return self.least or least, {**risks, **self.risks}


class Toolboxes:
    """Every change is seen by the next call in every process."""

    def __init__(self, home: Home, credentials: Credentials) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._credentials = credentials
        self._database.migrate("tools", store.MIGRATIONS)

    async def take_in(
        self, call: Call, toolbox: Toolbox, *, word: Word | None = None, accept: bool = False, dry_run: bool = False
    ) -> Taken:
        """A new toolbox, or the next version of one, with an administrator's `word` on its risks.

        Raises UsageError for a name that is taken by ours, ConflictError for one that is pinned, or that may do more
        than before unless `accept` says that a person has seen it.
        """
        _refuse_unsound(toolbox)
        self._refuse_own(call, toolbox.name)
        tenant, word = call.actor.tenant, word or Word()
        _refuse_unknown(word.risks, toolbox.name, [tool.name for tool in toolbox.tools])
        old = self.known(tenant, toolbox.name)
        before = None if old is None else self._as_told(tenant, old)
        told, toolbox = difference(before, toolbox), not_lowered(before, toolbox)
        least, risks = word.over(old)
        shown = replace(toolbox, tools=tuple(believed(tool, least, risks) for tool in toolbox.tools))
        if dry_run:
            return Taken(toolbox=shown, difference=told, kept=None)
        _refuse_pinned(old)
        if told.wider and not accept:
            raise ConflictError(
                f"The new version of {toolbox.name!r} may do more than the old one: "
                f"{'; '.join(words.en for words in told.wider)}. If that is right, say so: --accept."
            )

        def work(connection: sqlite3.Connection) -> Kept:
            # Somebody may have pinned it, or said a word on its risks, since it was looked at above.
            now = next((box for box in store.boxes(connection, tenant) if box.name == toolbox.name), None)
            _refuse_pinned(now)
            store.put(connection, tenant, toolbox, by=call.actor.id, receipt=call.id)
            return _say(connection, tenant, toolbox.name, *word.over(now))

        return Taken(toolbox=shown, difference=told, kept=await self._write(work))

    async def set_risk(self, call: Call, name: str, risk: Risk | None) -> Kept:
        """An administrator's word: the risk of a tool ("bank:pay"), or the least of a toolbox's ("bank").

        None takes an earlier word back.

        Raises NotFoundError, and UsageError for a tool that is not there.
        """
        tenant, (kind, _, tool) = call.actor.tenant, name.partition(":")

        def work(connection: sqlite3.Connection) -> Kept:
            old = store.find(connection, tenant, kind)
            least, risks = old.least, dict(old.risks)
            if tool:
                _refuse_unknown([tool], kind, store.names(connection, tenant, old))
                risks.pop(tool, None)
                risks |= {tool: risk} if risk is not None else {}
            else:
                least = risk or "read"
            return _say(connection, tenant, kind, least, risks)

        return await self._write(work)

    async def describe(self, call: Call, name: str, words: Description) -> Tool:
        """Let a tool be described so, in every version; in no words at all, by its own again. Returns it as it stands.

        Raises NotFoundError, and UsageError for a description that is too long.
        """
        tenant, words = call.actor.tenant, checked(words)

        def work(connection: sqlite3.Connection) -> Tool:
            box, own = self._own(connection, tenant, name)
            store.describe(connection, tenant, (box.name, own), words, by=call.actor.id, receipt=call.id)
            tool = store.tool(connection, tenant, box, own.name)
            assert tool is not None, "it is there as it was taken in"
            return tool

        return await self._write(work)

    def own(self, tenant: str, name: str) -> tuple[Tool, Described | None]:
        """A tool as it was taken in, and what it is described by instead. Raises NotFoundError."""
        with self._database.read() as connection:
            box, own = self._own(connection, tenant, name)
            return own, store.description(connection, tenant, box.name, own.name)

    async def change(self, call: Call, name: str, **columns: Any) -> Kept:
        """Switch it on or off (`state`), pin it, go to another `version` or `server`. Raises NotFoundError."""
        return await self._write(lambda connection: store.change(connection, call.actor.tenant, name, **columns))

    async def remove(self, call: Call, name: str) -> None:
        """With all versions, credentials, limits and standing grants; its receipts stay. Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> None:
            store.remove(connection, call.actor.tenant, name)
            self._credentials.forget(connection, call.actor.tenant, name)
            forget_box(connection, call.actor.tenant, name)
            revoke_kind(connection, call.actor.tenant, name, by=call.actor.id)
            forget_limits(connection, call.actor.tenant, name)
            forget_rests(connection, call.actor.tenant, name)
            lose_jobs(connection, call.actor.tenant, name)

        await self._write(work)

    def all(self, tenant: str) -> list[Kept]:
        with self._database.read() as connection:
            return store.boxes(connection, tenant)

    def find(self, tenant: str, name: str) -> Kept:
        """Raises NotFoundError."""
        with self._database.read() as connection:
            return store.find(connection, tenant, name)

    def versions(self, tenant: str, name: str) -> list[Kept]:
        with self._database.read() as connection:
            return store.versions(connection, tenant, name)

    def tools(self, tenant: str, box: Kept) -> list[Tool]:
        with self._database.read() as connection:
            return list(store.tools(connection, tenant, box))

    def whole(self, tenant: str, box: Kept) -> Toolbox:
        """With its tools, at the risks that hold, and its surfaces."""
        with self._database.read() as connection:
            tools, pages = store.tools(connection, tenant, box), store.surfaces(connection, tenant, box)
            return replace(box.toolbox, tools=tuple(tools), surfaces=tuple(pages))

    def surface(self, tenant: str, box: Kept, tool: Tool) -> Surface | None:
        """The page that shows what `tool` gives, if it has one."""
        with self._database.read() as connection:
            pages = store.surfaces(connection, tenant, box)
            return next((page for page in pages if page.digest == tool.surface), None)

    def names(self, tenant: str, box: Kept) -> list[str]:
        """Of its tools, without their toolbox's."""
        with self._database.read() as connection:
            return store.names(connection, tenant, box)

    def tool(self, tenant: str, name: str) -> tuple[Kept, Tool]:
        """By the name of its capability, "toolbox:tool". Raises NotFoundError."""
        kind, _, inner = name.partition(":")
        with self._database.read() as connection:
            box = store.find(connection, tenant, kind)
            tool = store.tool(connection, tenant, box, inner)
        if tool is None:
            raise _no_tool(kind, inner)
        return box, tool

    def known(self, tenant: str, name: str) -> Kept | None:
        """The toolbox of that name, if there is one."""
        return next((box for box in self.all(tenant) if box.name == name), None)

    def _own(self, connection: sqlite3.Connection, tenant: str, name: str) -> tuple[Kept, Tool]:
        kind, _, inner = name.partition(":")
        box = store.find(connection, tenant, kind)
        tool = store.own_tool(connection, tenant, box, inner)
        if tool is None:
            raise _no_tool(kind, inner)
        return box, tool

    def _as_told(self, tenant: str, box: Kept) -> Toolbox:
        """With its tools, as they were taken in."""
        with self._database.read() as connection:
            return replace(box.toolbox, tools=tuple(store.told(connection, tenant, box)))

    def _refuse_own(self, call: Call, name: str) -> None:
        everybody = replace(call.actor, rights=ALL_RIGHTS, capabilities=None)
        taken = {spec.name.partition(":")[0] for spec in call.kernel.specs(everybody)}
        if name in taken - {box.name for box in self.all(call.actor.tenant)}:
            raise UsageError(
                f"{name!r} is what capabilities of our own are called. Give the toolbox another name: --name."
            )

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._changes.write(work)


def _say(connection: sqlite3.Connection, tenant: str, name: str, least: Risk, risks: Mapping[str, Risk]) -> Kept:
    return store.change(connection, tenant, name, least=least, risks=msgspec.json.encode(risks))


def _no_tool(box: str, tool: str) -> NotFoundError:
    return NotFoundError(f"{box!r} has no tool {tool!r}. 'wainao tools show {box}' shows those that it has.")


def _refuse_unsound(toolbox: Toolbox) -> None:
    """What somebody else wrote as a toolbox need not be one; a name that is none would be in everybody's way."""
    if toolbox.origin == "catalogue":
        return  # its tools are found and never called
    names = [f"{toolbox.name}:{tool.name}" for tool in toolbox.tools]
    wrong = next((name for name in (f"{toolbox.name}:x", *names) if not _NAME.fullmatch(name)), None)
    if wrong is not None or len(set(names)) < len(names):
        raise UsageError(
            f"{toolbox.name!r} cannot be taken in: {wrong!r} is no name of a tool, or one is there twice. Expected "
            "names in lower case, such as 'bank:pay', each once. Have its maker mend it, or name it yourself: --name."
        )


def _refuse_pinned(box: Kept | None) -> None:
    if box is not None and box.pinned:
        raise ConflictError(
            f"The toolbox {box.name!r} is pinned to version {box.version}. To update it, unpin it first: "
            f"'wainao tools unpin {box.name}'."
        )


def _refuse_unknown(named: Iterable[str], box: str, tools: Iterable[str]) -> None:
    if unknown := sorted(set(named).difference(tools)):
        raise UsageError(
            f"A risk was given for {unknown[0]!r}, which is no tool of {box!r}. Expected its tools' names. "
            f"'wainao tools show {box}' shows them."
        )
