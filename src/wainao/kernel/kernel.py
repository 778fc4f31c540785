"""The governed call path: the only way anything is invoked."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import fields, replace
from typing import Any

from wainao.kernel.capability import Call, Capability, Overlay, Source, Spec, Stream
from wainao.kernel.errors import ConflictError, EngineError, NotFoundError, UsageError
from wainao.kernel.layers import Onion, Ports
from wainao.kernel.receipt import Draft, Outcome, new_id
from wainao.types import Actor


class Kernel:
    """Holds the capabilities and calls each one inside all its layers.

    `sources` bring further capabilities at each call, such as the tools of a toolbox; the kernel's own names win.
    """

    def __init__(
        self, ports: Ports, capabilities: Iterable[Capability] = (), *, sources: Iterable[Source] = ()
    ) -> None:
        self._ports = ports
        self._sources = tuple(sources)
        self._onions: dict[str, tuple[Capability, Onion]] = {}
        for capability in capabilities:
            self.register(capability)

    def register(self, capability: Capability) -> None:
        name = capability.spec.name
        if name in self._onions:
            raise ConflictError(f"There are two capabilities called {name!r}. Names are unique: rename or remove one.")
        self._onions[name] = (capability, Onion(capability, self._ports))

    def __iter__(self) -> Iterator[Spec]:
        return (capability.spec for capability, _ in self._onions.values())

    def __contains__(self, name: str) -> bool:
        """Whether the capability exists here and is awake, that is: can be called now."""
        known = self._onions.get(name)
        return known is not None and getattr(known[0], "awake", True)

    def spec(self, name: str, actor: Actor | None = None) -> Spec:
        """The Spec of a capability. Without `actor`, only capabilities that every tenant has are found."""
        return self._find(name, actor)[0].spec

    def specs(self, actor: Actor) -> Iterator[Spec]:
        """The Specs of all capabilities that are awake and that this actor may call."""
        own = (capability for capability, _ in self._onions.values())
        brought = (one for source in self._sources for one in source.all(actor.tenant))
        for capability in (*own, *brought):
            spec = capability.spec
            if getattr(capability, "awake", True) and actor.may(spec.needs) and actor.may_call(spec.name):
                yield spec

    @property
    def versions(self) -> Mapping[str, str]:
        """The versions of what governs every call here: the policy and the guards."""
        guards = [f"{guard.name} {guard.on} {getattr(guard, 'version', '')}".rstrip() for guard in self._ports.guards]
        return {"policy": self._ports.policy.version, "guards": ", ".join(guards)}

    async def run(
        self,
        name: str,
        input: Any,
        *,
        actor: Actor,
        parent: Call | None = None,
        approval: str | None = None,
        proved: bool = True,
        overlay: Overlay | None = None,
        tainted: bool = False,
    ) -> Outcome:
        """Call a capability and wait for its whole answer: its stream, read to the end.

        Whoever does not hand the proof out (`proved=False`) need not wait until the log has made it. With
        `overlay=False` no correction has a say in it, with "trial" also those that are tried out, which only an
        administrator may ask. `tainted` says that a machine chose this call.
        """
        onion, call = self._prepare(name, input, actor, parent, approval, overlay, tainted)
        async with aclosing(onion.open(call, proved=proved)) as items:
            async for item in items:
                outcome = item
        assert isinstance(outcome, Outcome), "the last item of an onion"
        return outcome

    def stream(
        self,
        name: str,
        input: Any,
        *,
        actor: Actor,
        parent: Call | None = None,
        approval: str | None = None,
        proved: bool = True,
        overlay: Overlay | None = None,
        tainted: bool = False,
    ) -> Stream:
        """Call a capability and read its answer as it comes, in a block: `async with kernel.stream(…) as stream:`."""
        onion, call = self._prepare(name, input, actor, parent, approval, overlay, tainted, shown=True)
        return Stream(call.draft, onion.open(call, proved=proved))

    def _prepare(
        self,
        name: str,
        input: Any,
        actor: Actor,
        parent: Call | None,
        approval: str | None,
        overlay: Overlay | None,
        tainted: bool,
        shown: bool = False,
    ) -> tuple[Onion, Call]:
        capability, onion = self._find(name, actor)
        spec = capability.spec
        if not isinstance(input, spec.input):
            raise UsageError(f"{name!r} takes a {spec.input.__name__}, not {input!r}. Build one and pass that.")
        if spec.check is not None:
            spec.check(input)
        return onion, self._call(spec, input, actor, parent, approval, overlay, tainted, shown)

    def _find(self, name: str, actor: Actor | None) -> tuple[Capability, Onion]:
        if known := self._onions.get(name):
            return known
        if actor is not None:
            for source in self._sources:
                if brought := source.find(name, actor.tenant):
                    return brought, Onion(brought, self._ports)
        near = difflib.get_close_matches(name, self._onions, n=1)
        kinds = sorted({known.partition(":")[0] for known in self._onions})
        hint = f"Did you mean {near[0]!r}?" if near else f"There are kinds: {', '.join(kinds)}."
        raise NotFoundError(f"There is no capability {name!r}. {hint}")

    def _call(
        self,
        spec: Spec,
        input: Any,
        actor: Actor,
        parent: Call | None,
        approval: str | None,
        overlay: Overlay | None,
        tainted: bool,
        shown: bool,
    ) -> Call:
        id = new_id()
        draft = Draft(
            id=id,
            capability=spec.name,
            capability_version=spec.version,
            risk=spec.risk,
            actor=actor.id,
            tenant=actor.tenant,
            team=actor.team,
            key=actor.key,
            parent=parent.id if parent else None,
            root=parent.draft.root if parent else id,
            input=_without_secrets(spec, input),
        )
        deadline = asyncio.get_running_loop().time() + spec.timeout_s
        if parent is not None:
            deadline = min(deadline, parent.deadline)
            overlay = False if parent.overlay is False else overlay
            tainted = tainted or parent.tainted
        return Call(
            spec=spec,
            actor=actor,
            input=input,
            draft=draft,
            kernel=self,
            approval=approval,
            deadline=deadline,
            overlay=overlay,
            tainted=tainted,
            shown=shown,
        )


def _without_secrets(spec: Spec, input: Any) -> Any:
    if not spec.secret:
        return input
    unknown = spec.secret - {item.name for item in fields(spec.input)}
    if unknown:
        raise EngineError(f"{spec.name!r} declares the secret fields {sorted(unknown)}, which its input does not have.")
    return replace(input, **dict.fromkeys(spec.secret, "***"))
