"""Finding receipts again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.kernel.errors import NotFoundError
from wainao.store.ledger.record import Contents, Header


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One record of the log. `contents` is None once it is erased, `erased_by` then names the receipt of who did it."""

    header: Header
    contents: Contents | None
    erased_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Which receipts; None: whatever it is."""

    tenant: str | None = None
    actor: str | None = None
    capability: str | None = None
    status: str | None = None
    parent: str | None = None


_SELECT = "SELECT header, contents, erased_by FROM receipts"


def find(connection: sqlite3.Connection, id: str) -> Receipt:
    """Raises NotFoundError."""
    row = connection.execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise no_receipt(id)
    return _receipt(row)


def leaf_of(connection: sqlite3.Connection, id: str) -> bytes:
    """The hash under which the log holds that receipt. Raises NotFoundError."""
    row: tuple[bytes] | None = connection.execute("SELECT leaf FROM receipts WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise no_receipt(id)
    return row[0]


def newest(
    connection: sqlite3.Connection, which: Filter, *, limit: int | None, before: str | None = None
) -> Iterator[Receipt]:
    """The latest sealed first, from `before` (a receipt's id, itself left out) backwards."""
    conditions, values = _conditions(which)
    if before is not None:
        conditions.append("idx < ?")
        values.append(find(connection, before).header.index)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    bound = "" if limit is None else f" LIMIT {limit:d}"
    return map(_receipt, connection.execute(f"{_SELECT}{where} ORDER BY idx DESC{bound}", values))


def following(connection: sqlite3.Connection, index: int, *, limit: int, contents: bool) -> Iterator[Receipt]:
    """The next ones from that place of the log on, in their order, with what was said or without."""
    columns = f"header, {'contents' if contents else 'NULL'}, erased_by"
    sql = f"SELECT {columns} FROM receipts WHERE idx >= ? ORDER BY idx LIMIT {limit:d}"
    return map(_receipt, connection.execute(sql, (index,)))


def headers(connection: sqlite3.Connection, which: Filter, *, limit: int) -> Iterator[Header]:
    """The latest sealed first, without what was said: many at little cost."""
    conditions, values = _conditions(which)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    found = connection.execute(f"SELECT header FROM receipts{where} ORDER BY idx DESC LIMIT {limit:d}", values)
    return (_read_header.decode(header) for (header,) in found)


def children(connection: sqlite3.Connection, which: Filter, *, limit: int, after: str | None = None) -> list[str]:
    """The ids of the calls that were made under the call `which.parent`, the first sealed first, from `after` on."""
    conditions, values = _conditions(which)
    if after is not None:
        conditions.append("idx > ?")
        values.append(find(connection, after).header.index)
    where = " AND ".join(conditions)
    sql = f"SELECT id FROM receipts INDEXED BY receipts_by_parent WHERE {where} ORDER BY idx LIMIT {limit:d}"
    return [id for (id,) in connection.execute(sql, values)]


def descendants(connection: sqlite3.Connection, id: str) -> list[str]:
    """The ids of all calls that were made under the call `id`."""
    sql = """
        WITH RECURSIVE below (id) AS (
            SELECT id FROM receipts WHERE parent = ?
            UNION
            SELECT receipts.id FROM receipts JOIN below ON receipts.parent = below.id
        )
        SELECT id FROM below
    """
    return [id for (id,) in connection.execute(sql, (id,))]


def ancestors(connection: sqlite3.Connection, id: str) -> list[str]:
    """The ids of the calls for which the call `id` was made, the nearest first; without those that are erased."""
    sql = """
        WITH RECURSIVE above (id, distance) AS (
            SELECT parent, 1 FROM receipts WHERE id = ?
            UNION
            SELECT receipts.parent, distance + 1 FROM receipts JOIN above ON receipts.id = above.id
        )
        SELECT above.id FROM above JOIN receipts ON receipts.id = above.id WHERE erased_by IS NULL ORDER BY distance
    """
    return [id for (id,) in connection.execute(sql, (id,))]


def with_descendants(connection: sqlite3.Connection, tenant: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` that are receipts of that tenant, and all calls that were made under them."""
    # The plus keeps SQLite from reading through all of a tenant's receipts instead of looking up these few.
    sql = """
        WITH RECURSIVE family (id) AS (
            SELECT id FROM receipts WHERE +tenant = ? AND id IN (SELECT value FROM json_each(?))
            UNION
            SELECT receipts.id FROM receipts JOIN family ON receipts.parent = family.id
        )
        SELECT id FROM family
    """
    return [id for (id,) in connection.execute(sql, (tenant, json.dumps(list(ids))))]


def is_erased(connection: sqlite3.Connection, id: str) -> bool:
    """Whether the contents of that receipt are gone; not so of one that is not sealed yet."""
    row = connection.execute("SELECT erased_by FROM receipts WHERE id = ?", (id,)).fetchone()
    return row is not None and row[0] is not None


def no_receipt(id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no receipt {id!r} that you may see. Expected the id that an answer came with. "
        "`wainao receipts list` shows yours."
    )


def _conditions(which: Filter) -> tuple[list[str], list[Any]]:
    given = {name: value for name in Filter.__slots__ if (value := getattr(which, name)) is not None}
    return [f"{name} = ?" for name in given], list(given.values())


def _receipt(row: tuple[bytes, bytes | None, str | None]) -> Receipt:
    header, contents, erased_by = row
    return Receipt(
        header=_read_header.decode(header),
        contents=None if contents is None else _read_contents.decode(contents),
        erased_by=erased_by,
    )


_read_header = msgspec.json.Decoder(Header)
_read_contents = msgspec.json.Decoder(Contents)
