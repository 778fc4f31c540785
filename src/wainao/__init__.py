"""Wainao (外脑): ask your own files, get a cited answer with a receipt, correct it once.

    from wainao import Wainao

    with Wainao.open("./home") as brain:
        brain.add("handbook")
        print(brain.ask("Can annual leave be carried over?").output.answer)

These names are the front door; the files behind it are ours to change. They load when they are first used, so that
`import wainao` itself costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from wainao.app.wiring import Wainao
    from wainao.kernel import Call, Capability, Correctable, Outcome, Spec, WainaoError
    from wainao.store.extension import Feature, Parts
    from wainao.store.function import capability
    from wainao.types import Actor, Answer, Citation, Delta, Ruling, Words

_HOME = {
    "Actor": "wainao.types",
    "Answer": "wainao.types",
    "Call": "wainao.kernel",
    "Capability": "wainao.kernel",
    "Citation": "wainao.types",
    "Correctable": "wainao.kernel",
    "Delta": "wainao.types",
    "Feature": "wainao.store.extension",
    "Outcome": "wainao.kernel",
    "Parts": "wainao.store.extension",
    "Ruling": "wainao.types",
    "Spec": "wainao.kernel",
    "Wainao": "wainao.app.wiring",
    "WainaoError": "wainao.kernel",
    "Words": "wainao.types",
    "capability": "wainao.store.function",
}

__all__ = [
    "Actor",
    "Answer",
    "Call",
    "Capability",
    "Citation",
    "Correctable",
    "Delta",
    "Feature",
    "Outcome",
    "Parts",
    "Ruling",
    "Spec",
    "Wainao",
    "WainaoError",
    "Words",
    "capability",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'wainao' has no attribute {name!r}. Its names: {', '.join(__all__)}.")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
