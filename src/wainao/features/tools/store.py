"""Where toolboxes and their tools are kept: tables `tools_*` of `state.db`. What was taken in once never changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from wainao.features.tools.describing import Described, Description, own_words
from wainao.features.tools.risks import believed
from wainao.features.tools.types import Surface, Tool, Toolbox
from wainao.kernel import NotFoundError, Risk, now_us
from wainao.store.sqlite import Migration

State = Literal["on", "off"]

MIGRATIONS = (
    Migration(
        "1-tools",
        """
        CREATE TABLE tools_boxes (
            tenant TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
            server TEXT NOT NULL, pinned INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (tenant, name)
        ) WITHOUT ROWID;
        CREATE TABLE tools_versions (
            tenant TEXT NOT NULL, box TEXT NOT NULL, version INTEGER NOT NULL, toolbox BLOB NOT NULL,
            added_by TEXT NOT NULL, added_us INTEGER NOT NULL, receipt TEXT NOT NULL,
            PRIMARY KEY (tenant, box, version)
        ) WITHOUT ROWID;
        CREATE TABLE tools_tools (
            tenant TEXT NOT NULL, box TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, tool BLOB NOT NULL,
            PRIMARY KEY (tenant, box, version, name)
        ) WITHOUT ROWID;
        """,
    ),
    Migration(
        "2-risks",
        """
        ALTER TABLE tools_boxes ADD COLUMN least TEXT NOT NULL DEFAULT 'read';
        ALTER TABLE tools_boxes ADD COLUMN risks BLOB NOT NULL DEFAULT '{}';
        """,
    ),
    Migration(
        "3-surfaces",
        """
        CREATE TABLE tools_surfaces (
            tenant TEXT NOT NULL, box TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
            surface BLOB NOT NULL, PRIMARY KEY (tenant, box, version, digest)
        ) WITHOUT ROWID;
        """,
    ),
    Migration(
        "4-descriptions",
        """
        ALTER TABLE tools_boxes ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE tools_descriptions (
            tenant TEXT NOT NULL, box TEXT NOT NULL, tool TEXT NOT NULL, words BLOB NOT NULL, own TEXT NOT NULL,
            described_by TEXT NOT NULL, at_us INTEGER NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (tenant, box, tool)
        ) WITHOUT ROWID;
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A toolbox as it stands: the version that is in use, and how. `toolbox` is without its tools and surfaces.

    `server` is the base address that calls go to, "" for the first that the toolbox names; a `pinned` one is not
    updated. `least` and `risks` are an administrator's word on its tools' risks, whatever version is in use;
    `described` counts how often its tools were described anew. `added_us` is microseconds since 1970, UTC.
    """

    version: int
    state: State
    server: str
    pinned: bool
    least: Risk
    risks: Mapping[str, Risk]
    described: int
    toolbox: Toolbox
    added_by: str
    added_us: int
    receipt: str

    @property
    def name(self) -> str:
        return self.toolbox.name

    @property
    def address(self) -> str:
        """Where its calls go, "" where nothing says so."""
        return self.server or next(iter(self.toolbox.servers), "")


_BOX = (
    "SELECT v.version, b.state, b.server, b.pinned, b.least, b.risks, b.described, v.toolbox, v.added_by, v.added_us, "
    "v.receipt FROM tools_boxes b JOIN tools_versions v ON v.tenant = b.tenant AND v.box = b.name"
)
_IN_USE = " AND v.version = b.version"
_TOOL = (
    "SELECT t.tool, d.words FROM tools_tools t "
    "LEFT JOIN tools_descriptions d ON d.tenant = t.tenant AND d.box = t.box AND d.tool = t.name "
    "WHERE t.tenant = ? AND t.box = ? AND t.version = ?"
)


def put(connection: sqlite3.Connection, tenant: str, toolbox: Toolbox, *, by: str, receipt: str) -> Kept:
    """The next version of a toolbox, which is in use from now on."""
    last = connection.execute(
        "SELECT COALESCE(MAX(version), 0) FROM tools_versions WHERE tenant = ? AND box = ?", (tenant, toolbox.name)
    ).fetchone()[0]
    version = last + 1
    bare = msgspec.json.encode(replace(toolbox, tools=(), surfaces=()))
    connection.execute(
        "INSERT INTO tools_versions VALUES (?, ?, ?, ?, ?, ?, ?)",
        (tenant, toolbox.name, version, bare, by, now_us(), receipt),
    )
    connection.executemany(
        "INSERT INTO tools_tools VALUES (?, ?, ?, ?, ?)",
        ((tenant, toolbox.name, version, tool.name, msgspec.json.encode(tool)) for tool in toolbox.tools),
    )
    connection.executemany(
        "INSERT INTO tools_surfaces VALUES (?, ?, ?, ?, ?)",
        ((tenant, toolbox.name, version, one.digest, msgspec.json.encode(one)) for one in toolbox.surfaces),
    )
    connection.execute(
        "INSERT INTO tools_boxes (tenant, name, version, state, server) VALUES (?, ?, ?, 'on', '') "
        "ON CONFLICT (tenant, name) DO UPDATE SET version = excluded.version, server = ''",
        (tenant, toolbox.name, version),
    )
    return find(connection, tenant, toolbox.name)


def change(connection: sqlite3.Connection, tenant: str, name: str, **columns: Any) -> Kept:
    """Switch a toolbox on or off, pin it, go to another version or server, set risks. Raises NotFoundError."""
    find(connection, tenant, name, version=columns.get("version"))
    setting = ", ".join(f"{column} = ?" for column in columns)
    connection.execute(
        f"UPDATE tools_boxes SET {setting} WHERE tenant = ? AND name = ?", (*columns.values(), tenant, name)
    )
    return find(connection, tenant, name)


def remove(connection: sqlite3.Connection, tenant: str, name: str) -> None:
    """Forget a toolbox with all its versions; its receipts stay. Raises NotFoundError."""
    find(connection, tenant, name)
    connection.execute("DELETE FROM tools_tools WHERE tenant = ? AND box = ?", (tenant, name))
    connection.execute("DELETE FROM tools_surfaces WHERE tenant = ? AND box = ?", (tenant, name))
    connection.execute("DELETE FROM tools_descriptions WHERE tenant = ? AND box = ?", (tenant, name))
    connection.execute("DELETE FROM tools_versions WHERE tenant = ? AND box = ?", (tenant, name))
    connection.execute("DELETE FROM tools_boxes WHERE tenant = ? AND name = ?", (tenant, name))


def find(connection: sqlite3.Connection, tenant: str, name: str, *, version: int | None = None) -> Kept:
    """The version in use, or another one. Raises NotFoundError."""
    which = _IN_USE if version is None else " AND v.version = ?"
    values = (tenant, name) if version is None else (tenant, name, version)
    row = connection.execute(f"{_BOX} WHERE b.tenant = ? AND b.name = ?{which}", values).fetchone()
    if row is None:
        what = repr(name) if version is None else f"version {version} of {name!r}"
        raise NotFoundError(f"There is no toolbox {what}. 'wainao tools list' shows what there is.")
    return _kept(row)


def boxes(connection: sqlite3.Connection, tenant: str) -> list[Kept]:
    return [_kept(row) for row in connection.execute(f"{_BOX} WHERE b.tenant = ?{_IN_USE} ORDER BY b.name", (tenant,))]


def versions(connection: sqlite3.Connection, tenant: str, name: str) -> list[Kept]:
    """The newest first."""
    rows = connection.execute(f"{_BOX} WHERE b.tenant = ? AND b.name = ? ORDER BY v.version DESC", (tenant, name))
    return [_kept(row) for row in rows]


def tool(connection: sqlite3.Connection, tenant: str, kept: Kept, name: str) -> Tool | None:
    row = _row(connection, tenant, kept, name)
    return None if row is None else _as_it_stands(row, kept)


def own_tool(connection: sqlite3.Connection, tenant: str, kept: Kept, name: str) -> Tool | None:
    """As it was taken in, whatever an administrator says of it."""
    row = _row(connection, tenant, kept, name)
    return None if row is None else _tool(row)


def tools(connection: sqlite3.Connection, tenant: str, kept: Kept) -> Iterator[Tool]:
    """By name, at the risk that holds, and described as an administrator has it."""
    rows = connection.execute(f"{_TOOL} ORDER BY t.name", (tenant, kept.name, kept.version))
    return (_as_it_stands(row, kept) for row in rows)


def told(connection: sqlite3.Connection, tenant: str, kept: Kept) -> Iterator[Tool]:
    """By name, as they were taken in, whatever an administrator says of them."""
    rows = connection.execute(f"{_TOOL} ORDER BY t.name", (tenant, kept.name, kept.version))
    return map(_tool, rows)


def describe(
    connection: sqlite3.Connection, tenant: str, tool: tuple[str, Tool], words: Description, *, by: str, receipt: str
) -> None:
    """Let a tool (its toolbox, and itself as it was taken in) be described so; in no words, by its own."""
    box, one = tool
    if words == Description():
        sql, row = "DELETE FROM tools_descriptions WHERE tenant = ? AND box = ? AND tool = ?", (tenant, box, one.name)
        connection.execute(sql, row)
    else:
        encoded = msgspec.json.encode(words)
        connection.execute(
            "INSERT OR REPLACE INTO tools_descriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (tenant, box, one.name, encoded, own_words(one), by, now_us(), receipt),
        )
    connection.execute("UPDATE tools_boxes SET described = described + 1 WHERE tenant = ? AND name = ?", (tenant, box))


def description(connection: sqlite3.Connection, tenant: str, box: str, tool: str) -> Described | None:
    row = connection.execute(
        "SELECT words, described_by, at_us, own FROM tools_descriptions WHERE tenant = ? AND box = ? AND tool = ?",
        (tenant, box, tool),
    ).fetchone()
    if row is None:
        return None
    words, by, at_us, own = row
    return Described(words=msgspec.json.decode(words, type=Description), by=by, at_us=at_us, own=own)


def surfaces(connection: sqlite3.Connection, tenant: str, kept: Kept) -> Iterator[Surface]:
    rows = connection.execute(
        "SELECT surface FROM tools_surfaces WHERE tenant = ? AND box = ? AND version = ? ORDER BY digest",
        (tenant, kept.name, kept.version),
    )
    return (msgspec.json.decode(row[0], type=Surface) for row in rows)


def names(connection: sqlite3.Connection, tenant: str, kept: Kept) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM tools_tools WHERE tenant = ? AND box = ? AND version = ?", (tenant, kept.name, kept.version)
    )
    return [row[0] for row in rows]


def _row(connection: sqlite3.Connection, tenant: str, kept: Kept, name: str) -> tuple[Any, ...] | None:
    values = (tenant, kept.name, kept.version, name)
    row: tuple[Any, ...] | None = connection.execute(f"{_TOOL} AND t.name = ?", values).fetchone()
    return row


def _tool(row: tuple[Any, ...]) -> Tool:
    return msgspec.json.decode(row[0], type=Tool)


def _as_it_stands(row: tuple[Any, ...], kept: Kept) -> Tool:
    tool = believed(_tool(row), kept.least, kept.risks)
    words = row[1]
    return tool if words is None else msgspec.json.decode(words, type=Description).of(tool)


def _kept(row: tuple[Any, ...]) -> Kept:
    version, state, server, pinned, least, risks, described, toolbox, added_by, added_us, receipt = row
    return Kept(
        version=version,
        state=state,
        server=server,
        pinned=bool(pinned),
        least=least,
        risks=msgspec.json.decode(risks, type=dict[str, Risk]),
        described=described,
        toolbox=msgspec.json.decode(toolbox, type=Toolbox),
        added_by=added_by,
        added_us=added_us,
        receipt=receipt,
    )
