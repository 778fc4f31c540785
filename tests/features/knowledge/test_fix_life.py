"""Random histories of fixes: one matter has one fix in force, and undoing a roll-back is as if there had been none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge import store as documents
from wainao.features.knowledge.fixes import store
from wainao.features.knowledge.fixes.life import Life
from wainao.features.knowledge.fixes.types import Fix
from wainao.kernel import ConflictError, new_id

AUTHORS = st.sampled_from(["ann", "bob"])
STEP = st.one_of(
    st.tuples(st.just("propose"), AUTHORS, st.integers(0, 2), st.booleans()),
    st.tuples(st.just("approve"), AUTHORS, st.integers(0, 9)),
    st.tuples(st.just("revoke"), AUTHORS, st.integers(0, 9)),
)
State = dict[str, str]


@contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in (*documents.MIGRATIONS, *store.MIGRATIONS):
            connection.executescript(step.sql)
        yield connection


def life(connection: sqlite3.Connection, actor: str = "boss", tenant: str = "t") -> Life:
    return Life(connection, tenant=tenant, actor=actor, receipt=new_id())


def states(connection: sqlite3.Connection, tenant: str = "t") -> State:
    return dict(connection.execute("SELECT id, state FROM knowledge_fixes WHERE tenant = ? ORDER BY id", (tenant,)))


def lived(connection: sqlite3.Connection, history: list[tuple], tenant: str = "t") -> None:
    for kind, actor, number, *more in history:
        doing, there = life(connection, actor, tenant), list(states(connection, tenant))
        with suppress(ConflictError):
            if kind == "propose":
                fix = Fix(id=new_id(), kind="replace", state="proposed", base="main", old=str(number), new="x")
                doing.propose(fix, place="base:main", matter=str(number), holds=more[0])
            elif there and kind == "approve":
                doing.approve(there[number % len(there)])
            elif there:
                doing.revoke(there[number % len(there)], "")
        standing = [fix.old for fix in store.standing(connection, tenant)]
        assert len(standing) == len(set(standing)), "one matter has one fix in force"


@given(st.lists(STEP, max_size=14), AUTHORS)
def test_a_roll_back_leaves_nothing_of_its_author_and_undoing_it_brings_all_back(history, author):
    with opened() as connection:
        lived(connection, history)
        lived(connection, history, "another")
        before, others = states(connection), states(connection, "another")
        boss = life(connection)
        taken = boss.roll_back(author=author, since="", rollback="r1", why="")
        in_force = store.standing(connection, "t")
        assert author not in {fix.author for fix in in_force}
        changed = {id for id, state in states(connection).items() if state != before[id]}
        assert changed <= {one.fix for one in taken}
        assert states(connection, "another") == others
        undone = life(connection).undo("r1", "")
        assert (states(connection), {one.deed for one in undone} <= {"undone"}) == (before, True)
        assert life(connection).undo("r1", "") == []
        kinds = [event.kind for fix in before for event in store.events(connection, fix)]
        assert kinds.count("proposed") == len(before), "history only grows"
