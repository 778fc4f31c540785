"""Receipts as one caller may see them: those of the own tenant, and without the right "admin" only the own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from wainao.features.receipts.types import CheckpointOutput, ListInput, ProveOutput, ShowInput, Shown, Summary
from wainao.kernel import Proof, UsageError, Verdict
from wainao.store.copies import Keepers, Traces
from wainao.store.ledger.book import read_head
from wainao.store.ledger.evidence import Evidence, gather, growth
from wainao.store.ledger.ledger import Ledger
from wainao.store.ledger.reading import Filter, Receipt, ancestors, children, find, leaf_of, newest, no_receipt
from wainao.store.ledger.record import INCIDENT, Header
from wainao.store.portion import MAX_LISTED
from wainao.types import Actor, Told

Asked = Callable[[Receipt], str | None]
"""What was asked in the call of a receipt, if anything was."""

MAX_CHILDREN = 200
_EXPORTED_AT_ONCE = 200


class Receipts:
    """Reads the ledger on behalf of an actor. What an actor may not see does not exist for it: NotFoundError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    @property
    def key(self) -> str:
        """The public key that the log is signed with, in hex."""
        return self._ledger.book.key.public.raw.hex()

    async def caught_up(self) -> None:
        """Wait until every receipt that an answer has left with can be read, whichever process gave it."""
        await self._ledger.caught_up()

    def show(self, actor: Actor, wanted: ShowInput, *, asked: Asked) -> Shown:
        id = wanted.receipt
        with self._database.read() as connection:
            receipt = _seen(find(connection, id), actor)
            made = children(connection, _visible(actor, parent=id), limit=MAX_CHILDREN, after=wanted.after)
            checkpoint = read_head(connection).checkpoint
            leaf = leaf_of(connection, id)
        proof = Proof(
            index=receipt.header.index,
            leaf=leaf.hex(),
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            origin=checkpoint.origin,
            signature=checkpoint.signature.hex(),
        )
        return _shown(receipt, tuple(made), proof, question=asked(receipt))

    def latest(self, actor: Actor, wanted: ListInput, *, asked: Asked) -> tuple[Summary, ...]:
        if not 1 <= wanted.limit <= MAX_LISTED:
            raise UsageError(
                f"A list cannot have {wanted.limit!r} receipts. Expected 1 to {MAX_LISTED}. Ask for fewer."
            )
        which = _visible(actor, capability=wanted.capability, actor_id=wanted.actor, status=wanted.status)
        with self._database.read() as connection:
            found = newest(connection, which, limit=wanted.limit, before=wanted.before)
            return tuple(_summary(receipt, question=asked(receipt)) for receipt in found)

    def prove(self, actor: Actor, id: str) -> ProveOutput:
        with self._database.read() as connection:
            _seen(find(connection, id), actor)
            evidence = gather(connection, id)
        return ProveOutput(
            key=self.key,
            header=evidence.header,
            salt=evidence.salt,
            contents=evidence.contents,
            path=evidence.path,
            note=evidence.note,
        )

    def export(
        self, actor: Actor, *, capability: str | None, actor_id: str | None, status: str | None
    ) -> Iterator[list[Evidence]]:
        """The evidence for every receipt, the newest first, in handy portions."""
        which, before = _visible(actor, capability=capability, actor_id=actor_id, status=status), None
        while True:
            with self._database.read() as connection:
                page = newest(connection, which, limit=_EXPORTED_AT_ONCE, before=before)
                ids = [receipt.header.id for receipt in page]
                portion = [gather(connection, id) for id in ids]
            if not portion:
                return
            yield portion
            before = ids[-1]

    def checkpoint(self, since: int | None) -> CheckpointOutput:
        with self._database.read() as connection:
            head = read_head(connection)
            grown = None if since is None else growth(connection, since)
        return CheckpointOutput(
            note=head.note,
            origin=head.origin,
            size=head.size,
            root=head.checkpoint.root.hex(),
            key=self.key,
            growth=grown,
        )

    def traced(self, actor: Actor, id: str, keepers: Keepers) -> tuple[tuple[str, ...], Traces]:
        """The calls that this one was made for, and all that there is of it. Takes its time: not for an event loop."""
        with self._database.read() as connection:
            _seen(find(connection, id), actor)
            return tuple(ancestors(connection, id)), keepers.trace(connection, actor.tenant, [id])

    def incident(self, actor: Actor, id: str) -> str:
        with self._database.read() as connection:
            header = _seen(find(connection, id), actor).header
        if header.capability != INCIDENT:
            raise UsageError(
                f"{id!r} is a receipt of {header.capability!r}, not of an incident. There is nothing to do."
            )
        return id


def _sees(actor: Actor, header: Header) -> bool:
    return header.tenant == actor.tenant and (actor.may("admin") or header.actor == actor.id)


def _seen(receipt: Receipt, actor: Actor) -> Receipt:
    if not _sees(actor, receipt.header):
        raise no_receipt(receipt.header.id)
    return receipt


def _visible(
    actor: Actor,
    *,
    capability: str | None = None,
    actor_id: str | None = None,
    status: str | None = None,
    parent: str | None = None,
) -> Filter:
    whose = actor_id if actor.may("admin") else actor.id
    return Filter(tenant=actor.tenant, actor=whose, capability=capability, status=status, parent=parent)


def _summary(receipt: Receipt, *, question: str | None) -> Summary:
    header = receipt.header
    return Summary(
        id=header.id,
        capability=header.capability,
        actor=header.actor,
        status=header.status,
        started_us=header.started_us,
        finished_us=header.finished_us,
        correction=header.correction,
        parent=header.parent,
        question=question,
    )


def _shown(receipt: Receipt, children: tuple[str, ...], proof: Proof, *, question: str | None) -> Shown:
    header, contents = receipt.header, receipt.contents
    whys = msgspec.convert(contents.whys, tuple[Told, ...]) if contents else ("",) * len(header.verdicts)
    return Shown(
        id=header.id,
        capability=header.capability,
        capability_version=header.version,
        risk=header.risk,
        actor=header.actor,
        tenant=header.tenant,
        team=header.team,
        key=header.key,
        status=header.status,
        started_us=header.started_us,
        finished_us=header.finished_us,
        parent=header.parent,
        root=header.root,
        children=children,
        question=question,
        input=contents.input if contents else None,
        output=contents.output if contents else None,
        error=contents.error if contents else None,
        verdicts=tuple(
            Verdict(by=by, said=said, why=why) for (by, said), why in zip(header.verdicts, whys, strict=True)
        ),
        versions=header.versions,
        labels=header.labels,
        correction=header.correction,
        usage=header.usage,
        proof=proof,
        erased=contents is None,
        erased_by=receipt.erased_by,
    )
