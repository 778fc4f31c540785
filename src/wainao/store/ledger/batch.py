"""What goes into the log with one commit, and who waits for it."""

from __future__ import annotations

import asyncio
from copy import copy
from dataclasses import dataclass, field

from wainao.kernel import Proof
from wainao.store.delivery import Delivery
from wainao.store.ledger.checkpoint import Checkpoint
from wainao.store.ledger.record import Record

Sealed = tuple[Record, "asyncio.Future[Proof | None] | None"]
Opened = tuple[str, bytes, "asyncio.Future[None] | None"]
"""The call's id, its opening as it is stored, and who waits; None: nobody, or whoever did knows it safe already."""


@dataclass(slots=True)
class Batch:
    """Grows until the writer takes it."""

    is_patient: bool
    sealed: list[Sealed] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    checkpoint: Checkpoint | None = None

    @property
    def records(self) -> list[Record]:
        return [record for record, _ in self.sealed]

    def openings(self) -> list[tuple[str, bytes]]:
        """Of the calls that this very commit does not end: the rest would be written only to be deleted."""
        if not self.opened:
            return []
        ended = {record.id for record, _ in self.sealed}
        return [(id, opening) for id, opening, _ in self.opened if id not in ended]

    def take_over(self, other: Batch) -> None:
        """Put what `other` holds before what this one holds."""
        self.sealed[:0] = other.sealed
        self.opened[:0] = other.opened

    def unawaited(self) -> Batch:
        """What nobody waits for any more: it has been acknowledged, so it must come into the log all the same."""
        return Batch(
            is_patient=self.is_patient,
            sealed=[(record, None) for record, waiting in self.sealed if waiting is None],
            opened=[(id, opening, None) for id, opening, waiting in self.opened if waiting is None],
        )

    def deliveries(self, error: BaseException | None) -> list[Delivery]:
        """Each its own error: a call writes its receipt into the one that it fails with."""
        opened = (future for _, _, future in self.opened if future is not None)
        waiting: list[Delivery] = [(future, error and copy(error)) for future in opened]
        for record, future in self.sealed:
            if future is not None:
                waiting.append((future, copy(error) if error else self._proof(record)))
        return waiting

    def _proof(self, record: Record) -> Proof:
        checkpoint = self.checkpoint
        assert checkpoint is not None
        return Proof(
            index=record.index,
            leaf=record.leaf.hex(),
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            origin=checkpoint.origin,
            signature=checkpoint.signature.hex(),
        )
