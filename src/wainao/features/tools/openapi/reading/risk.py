"""What a call can do to the world, from its method and from what the description says about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wainao.kernel import Risk

_RISKS: Mapping[str, Risk] = {
    **dict.fromkeys(("GET", "HEAD", "OPTIONS", "QUERY"), "read"),
    **dict.fromkeys(("POST", "PUT", "PATCH"), "write"),
}
IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "QUERY", "PUT", "DELETE"))
"""Methods whose calls may be made twice (RFC 9110)."""

_HIGHER: Mapping[Risk, Risk] = {"read": "write", "write": "act", "act": "act"}
_ORDER: tuple[Risk, ...] = ("read", "write", "act")


def does_no_more(method: str, than: str) -> bool:
    """Whether a call by `method`, if that is one, can do no more to the world than one by the method `than`."""
    if method not in _RISKS:
        return method == than
    return _ORDER.index(_RISKS[method]) <= _ORDER.index(_RISKS.get(than, "act"))


def risk_of(method: str, operation: Mapping[str, Any]) -> tuple[Risk, str]:
    """The risk, and a warning where the description makes it lower than its method would.

    `x-wainao-risk` says it outright. `x-openai-isConsequential` raises it by one; false makes a POST a read, as plugins
    declare their queries. A method that we do not know acts.
    """
    usual = _RISKS.get(method, "act")
    said = operation.get("x-wainao-risk")
    consequential = operation.get("x-openai-isConsequential")
    risk: Risk = usual
    if said in _ORDER:
        risk = said
    elif consequential is True:
        risk = _HIGHER[usual]
    elif consequential is False and method == "POST":
        risk = "read"
    lowered = _ORDER.index(risk) < _ORDER.index(usual)
    return risk, f"it calls itself {risk!r}, though {method} is {usual!r}: check that this is so" if lowered else ""
