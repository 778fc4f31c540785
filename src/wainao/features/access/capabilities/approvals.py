"""approvals:list and approvals:decide."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from typing import Any

from wainao.features.access.types import ApprovalList, ApprovalRow, ApprovalsInput, Decided, DecideInput
from wainao.kernel import Call, NotFoundError, Spec
from wainao.store.approvals import Approval, SqliteApprovals
from wainao.store.home import Home
from wainao.store.ledger.reading import find
from wainao.store.works import free
from wainao.types import Words

_SOME_APPROVAL = "01hzy3v9c4k7q2m8t5w6x0n1bd"


class ListApprovals:
    """`approvals:list`."""

    spec = Spec(
        name="approvals:list",
        title=Words("待批列表", "Approvals"),
        description=Words(
            "列出等待人批准的调用及其输入。", "List the calls that wait for a person, with what they would do."
        ),
        input=ApprovalsInput,
        output=ApprovalList,
        right="admin",
        estimate=free,
        example=ApprovalsInput(),
    )

    def __init__(self, approvals: SqliteApprovals, home: Home) -> None:
        self._approvals = approvals
        self._ledger = home.ledger
        self._state = home.database("state")

    async def invoke(self, call: Call) -> AsyncIterator[ApprovalList]:
        wanted: ApprovalsInput = call.input
        await self._ledger.caught_up()
        found = self._approvals.all(tenant=call.actor.tenant, state=wanted.state, portion=wanted)
        with self._state.read() as connection:
            rows = tuple(_row(approval, _input(connection, approval.receipt)) for approval in found)
        yield ApprovalList(approvals=rows)


class Decide:
    """`approvals:decide`."""

    spec = Spec(
        name="approvals:decide",
        title=Words("批准或拒绝", "Decide"),
        description=Words(
            "批准或拒绝一个等待中的调用；批准只供同一调用使用一次。",
            "Approve or refuse a waiting call. An approval is valid for that one call, once.",
        ),
        input=DecideInput,
        output=Decided,
        risk="write",
        right="admin",
        estimate=free,
        example=DecideInput(approval=_SOME_APPROVAL, approve=True),
    )

    def __init__(self, approvals: SqliteApprovals) -> None:
        self._approvals = approvals

    async def invoke(self, call: Call) -> AsyncIterator[Decided]:
        wanted: DecideInput = call.input
        decided = await self._approvals.decide(
            wanted.approval,
            approve=wanted.approve,
            by=call.actor.id,
            tenant=call.actor.tenant,
            why=wanted.why or "",
        )
        yield Decided(approval=decided.id, state=decided.state)


def _input(connection: sqlite3.Connection, receipt: str) -> Any:
    """What the waiting call was called with, from its receipt."""
    try:
        contents = find(connection, receipt).contents
    except NotFoundError:  # it waits, but its receipt is not sealed yet, or never was
        return None
    return contents.input if contents else None


def _row(approval: Approval, input: Any) -> ApprovalRow:
    return ApprovalRow(
        id=approval.id,
        capability=approval.capability,
        actor=approval.actor,
        input=input,
        receipt=approval.receipt,
        why=approval.why,
        state=approval.state,
        requested_us=approval.requested_us,
        expires_us=approval.expires_us,
        decided_by=approval.decided_by,
        decided_why=approval.decided_why,
    )
