"""The versions that a target's replies depend on, gathered by governed calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import fields
from typing import Any

from wainao.features.learn.types import CORRECTIONS, ON_TRIAL, Manifest, Target, digest
from wainao.kernel import Call
from wainao.store.portion import MAX_LISTED


async def manifest_of(call: Call, target: Target, *, trial: bool = False) -> Manifest:
    """All that is pinned: the capability, the route and its deployments, documents, corrections, policy, guards."""
    spec = call.kernel.spec(target.capability)
    versions = {
        "capability": f"{spec.name} {spec.version}",
        "target": digest(target),
        **call.kernel.versions,
    }
    versions |= await _models(call, target)
    versions |= await _documents(call, target)
    versions[CORRECTIONS] = await _rulings(call, "standing", fixes=[one async for one in _fixes(call)])
    if trial:
        versions[ON_TRIAL] = await _rulings(call, "trial")
    return Manifest(versions=versions)


async def _rulings(call: Call, state: str, fixes: Iterable[Any] = ()) -> str:
    told: list[tuple[Any, ...]] = [
        (one.id, one.question, one.answer, one.aliases) async for one in corrections(call, state)
    ]
    return digest(sorted([*told, *((fix.id,) for fix in fixes)]))  # what a fix says never changes


async def corrections(call: Call, state: str = "standing") -> AsyncIterator[Any]:
    """Every correction in that state that the actor sees."""
    async for one in listed(call, "corrections:list", "corrections", state=state):
        yield one


async def _fixes(call: Call) -> AsyncIterator[Any]:
    """Everything that people set right in documents: it is a correction, only of the source."""
    async for one in listed(call, "fixes:list", "fixes", state="standing"):
        yield one


async def listed(call: Call, name: str, of: str, **which: Any) -> AsyncIterator[Any]:
    """All that a capability lists as `of`, in portions; nothing where it is not there."""
    if name not in call.kernel:
        return
    spec = call.kernel.spec(name)
    seen = 0
    while True:
        found = getattr((await call.run(name, spec.input(**which, limit=MAX_LISTED, skip=seen))).output, of)
        for one in found:
            yield one
        seen += len(found)
        if len(found) < MAX_LISTED:
            return


async def _models(call: Call, target: Target) -> dict[str, str]:
    """The route and the deployments that it leads to, by what they say, without what changes while they work."""
    if "routes:versions" not in call.kernel:
        return {}
    spec = call.kernel.spec("routes:versions")
    found: dict[str, str] = (await call.run(spec.name, spec.input(model=target.route))).output.versions
    return found


async def _documents(call: Call, target: Target) -> dict[str, str]:
    """A digest of each knowledge base: which documents are in it, in which versions."""
    if "bases" not in _fields(call, target):
        return {}
    bases: dict[str, list[tuple[str, str]]] = {}
    async for one in listed(call, "knowledge:documents", "documents"):
        if one.state == "live" and (target.bases is None or one.base in target.bases):
            bases.setdefault(one.base, []).append((one.id, one.version or ""))
    return {f"documents:{base}": digest(sorted(pairs)) for base, pairs in bases.items()}


def _fields(call: Call, target: Target) -> set[str]:
    return {field.name for field in fields(call.kernel.spec(target.capability).input)}
