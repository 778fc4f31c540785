"""The default policy (rights, and a person in front of acts) and the labels that an answer carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wainao.kernel.capability import Call
from wainao.kernel.ports import Decision


@dataclass(frozen=True, kw_only=True, slots=True)
class RightsPolicy:
    """An actor needs the right that the capability names; an act by anyone but an administrator needs a person.

    So does whatever a machine chose that writes or acts, whoever it was for: a text that it read may have told it to.

    What a key is bound to holds for the calls that its calls make, too: no capability and no route (the field `model`
    of an input) is reached around it. `ask` names further capabilities, "kind:name" or "kind:*", that need a person
    whoever calls.
    """

    ask: frozenset[str] = frozenset()
    version: str = "rights-4"

    def decide(self, call: Call) -> Decision:
        spec, actor = call.spec, call.actor
        if not actor.may(spec.needs):
            return Decision(
                say="deny",
                rule="right",
                why=f"{actor.id!r} may not call {spec.name!r}: it needs the right {spec.needs!r} and has "
                f"{sorted(actor.rights)}. Ask an administrator for that right.",
            )
        if call.overlay is not None and call.overlay is not True and not actor.may("admin"):
            others = "without its corrections" if call.overlay is False else "with corrections on trial"
            return Decision(
                say="deny",
                rule="overlay",
                why=f"{actor.id!r} may not call {spec.name!r} {others}: people rely on those that stand, so that needs "
                "the right 'admin'. Ask an administrator to evaluate it.",
            )
        if beyond := _beyond_key(call):
            return Decision(say="deny", rule="key", why=beyond)
        if self.ask and self._asks(spec.name):
            return Decision(say="ask", rule="ask", why=f"every call of {spec.name!r} needs a person here")
        if call.tainted and spec.risk != "read":
            return Decision(
                say="ask", rule="taint", why=f"a machine chose to call {spec.name!r}, which is no mere reading"
            )
        if spec.risk == "act" and not actor.may("admin"):
            return Decision(say="ask", rule="act", why=f"{spec.name!r} acts on the world outside")
        return _allowed(actor.id, spec.needs)

    def _asks(self, name: str) -> bool:
        return name in self.ask or f"{name.partition(':')[0]}:*" in self.ask


@lru_cache(maxsize=1024)
def _allowed(actor: str, right: str) -> Decision:
    return Decision(say="allow", rule="right", why=f"{actor!r} has the right {right!r}")


def _beyond_key(call: Call) -> str | None:
    """Why the key that the actor came in with does not cover this call, if it does not."""
    actor, route = call.actor, getattr(call.input, "model", None)
    if not actor.may_call(call.spec.name):
        bound, what = actor.capabilities, f"{call.spec.name!r}"
    elif isinstance(route, str) and not actor.may_use(route):
        bound, what = actor.routes, f"the model {route or 'default'!r}"
    else:
        return None
    return (
        f"The key {actor.key!r} is for {', '.join(sorted(bound or ()))} only, and this call needs {what}. Ask an "
        "administrator for a key that covers it."
    )


_LABELS = {"model": ("ai-generated",), "human": ("human-written",)}


def labels(output: Any) -> tuple[str, ...]:
    """The marks that an answer must carry, by who wrote it."""
    return _LABELS.get(getattr(output, "origin", ""), ())
