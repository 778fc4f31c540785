"""The default policy (rights, and a person in front of acts) and the labels that an answer carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wainao.kernel.capability import Call
from wainao.kernel.ports import Decision
from wainao.types import Told, Words, joined

_RIGHTS = {
    "read": Words("读", "read"),
    "write": Words("写", "write"),
    "act": Words("行动", "act"),
    "admin": Words("管理", "admin"),
}
_RIGHT = Words("{actor} 有「{right}」权限", "{actor!r} has the right {right!r}")
_NO_RIGHT = Words(
    "{actor} 不能调用 {name}：需要「{right}」权限，现有：{rights}。请管理员授予该权限。",
    "{actor!r} may not call {name!r}: it needs the right {right!r} and has: {rights}. Ask an administrator for that "
    "right.",
)
_OVERLAY = Words(
    "{actor} 不能{others}调用 {name}：人们依赖生效的更正，所以需要「管理」权限。请管理员来评测。",
    "{actor!r} may not call {name!r} {others}: people rely on those that stand, so that needs the right 'admin'. Ask "
    "an administrator to evaluate it.",
)
_WITHOUT = Words("在不用更正的情况下", "without its corrections")
_ON_TRIAL = Words("连同试用中的更正", "with corrections on trial")
_KEY = Words(
    "密钥 {key} 只用于：{bound}，而这次调用需要 {what}。请管理员给一把包含它的密钥。",
    "The key {key!r} is for {bound} only, and this call needs {what}. Ask an administrator for a key that covers it.",
)
_MODEL = Words("模型 {model}", "the model {model!r}")
_ASKED = Words("在这里，每次调用 {name} 都要由人审批", "every call of {name!r} needs a person here")
_TAINT = Words("是机器选择调用 {name} 的，而它不只是读取", "a machine chose to call {name!r}, which is no mere reading")
_ACTS = Words("{name} 会对外部产生作用", "{name!r} acts on the world outside")


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
                why=_NO_RIGHT.filled(
                    actor=actor.id,
                    name=spec.name,
                    right=_RIGHTS[spec.needs],
                    rights=joined([_RIGHTS[one] for one in sorted(actor.rights)], Words("、", ", ")),
                ),
            )
        if call.overlay is not None and call.overlay is not True and not actor.may("admin"):
            others = _WITHOUT if call.overlay is False else _ON_TRIAL
            return Decision(
                say="deny", rule="overlay", why=_OVERLAY.filled(actor=actor.id, name=spec.name, others=others)
            )
        if beyond := _beyond_key(call):
            return Decision(say="deny", rule="key", why=beyond)
        if self.ask and self._asks(spec.name):
            return Decision(say="ask", rule="ask", why=_ASKED.filled(name=spec.name))
        if call.tainted and spec.risk != "read":
            return Decision(say="ask", rule="taint", why=_TAINT.filled(name=spec.name))
        if spec.risk == "act" and not actor.may("admin"):
            return Decision(say="ask", rule="act", why=_ACTS.filled(name=spec.name))
        return _allowed(actor.id, spec.needs)

    def _asks(self, name: str) -> bool:
        return name in self.ask or f"{name.partition(':')[0]}:*" in self.ask


@lru_cache(maxsize=1024)
def _allowed(actor: str, right: str) -> Decision:
    return Decision(say="allow", rule="right", why=_RIGHT.filled(actor=actor, right=_RIGHTS[right]))


def _beyond_key(call: Call) -> Told | None:
    """Why the key that the actor came in with does not cover this call, if it does not."""
    actor, route = call.actor, getattr(call.input, "model", None)
    if not actor.may_call(call.spec.name):
        bound, what = actor.capabilities, Words(call.spec.name, repr(call.spec.name))
    elif isinstance(route, str) and not actor.may_use(route):
        bound, what = actor.routes, _MODEL.filled(model=route or "default")
    else:
        return None
    return _KEY.filled(key=actor.key, bound=", ".join(sorted(bound or ())), what=what)


_LABELS = {"model": ("ai-generated",), "human": ("human-written",)}


def labels(output: Any) -> tuple[str, ...]:
    """The marks that an answer must carry, by who wrote it."""
    return _LABELS.get(getattr(output, "origin", ""), ())
