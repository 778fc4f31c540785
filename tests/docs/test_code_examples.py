"""The examples in docstrings say what happens."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import wainao

SOURCE = Path(wainao.__file__).parent


def modules() -> list[str]:
    """Those with an example."""
    found = [path for path in SOURCE.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8")]
    return sorted(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in found)


@pytest.mark.parametrize("name", modules())
def test_each_example_gives_what_it_says(name):
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert (failed, tried > 0) == (0, True)
