"""What was asked in a call, read by the capability that was asked."""

from __future__ import annotations

from typing import Any

import msgspec

from wainao.kernel import Call, Spec
from wainao.store.ledger.reading import Receipt


def question(call: Call, receipt: Receipt) -> str | None:
    """What a person asked: a field of that name, or what the capability takes for the question of its input."""
    input: Any = receipt.contents.input if receipt.contents else None  # as the ledger has it: plain JSON
    plain = input.get("question") if isinstance(input, dict) else None
    if isinstance(plain, str):
        return plain
    name = receipt.header.capability
    return _read(call.kernel.spec(name), receipt, input) if name in call.kernel else None


def _read(spec: Spec, receipt: Receipt, input: Any) -> str | None:
    if spec.correctable is None:
        return None
    try:
        asked: Any = msgspec.convert(input, spec.input)
    except msgspec.ValidationError:
        return None  # erased, or written by a version that took something else
    return spec.correctable.asked(asked, inner=receipt.header.parent is not None) or None
