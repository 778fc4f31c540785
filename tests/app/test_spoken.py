"""What answers tell of failures, in the language of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import httpx
import pytest

from wainao import Wainao
from wainao.app.reference import WITH_A_MODEL
from wainao.app.spoken import SENTENCES, speaking, spoken
from wainao.kernel import Outcome

CHINESE = {"accept-language": "zh-CN"}


@dataclass(frozen=True, kw_only=True)
class Warmed:
    """As `models:warm` tells it."""

    name: str
    error: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    rows: tuple[Warmed, ...]
    given: dict[str, Any]
    text: str


SENTENCE = "The model's reply broke off before its end. Ask again."
TOLD = Listed(rows=(Warmed(name=SENTENCE, error=SENTENCE),), given={"error": SENTENCE}, text=SENTENCE)


def test_only_what_is_ours_is_said_otherwise():
    row = Warmed(name=SENTENCE, error="模型的回答没有说完就断了。请再问一次。")
    assert speaking(TOLD, "zh") == replace(TOLD, rows=(row,))


def test_in_english_nothing_is_touched():
    outcome = Outcome(output=TOLD, receipt="r", proof=None)
    assert speaking(TOLD, "en") is TOLD
    assert spoken(outcome, "en") is outcome


def dataclasses_of(hint: Any, seen: set[type]) -> None:
    """The dataclass that a hint names, and all within it."""
    for inner in get_args(hint):
        dataclasses_of(inner, seen)
    if isinstance(hint, type) and is_dataclass(hint) and hint not in seen:
        seen.add(hint)
        for one in get_type_hints(hint, include_extras=False).values():
            dataclasses_of(one, seen)


def test_each_field_is_one_of_an_output(tmp_path):
    seen: set[type] = set()
    with Wainao.open(tmp_path, models=WITH_A_MODEL) as brain:
        for spec in brain.kernel:
            dataclasses_of(spec.output, seen)
    there = {(kind.__name__, field.name) for kind in seen for field in fields(kind)}
    assert {(kind, name) for kind, names in SENTENCES.items() for name in names} - there == set()


@pytest.fixture
def lost(server_url: str) -> dict[str, Any]:
    """A file that is no document, sent by somebody who reads Chinese."""
    given = {"base": (None, "main"), "content": ("broken.pdf", b"%PDF-1.7 cut off"), "name": (None, "broken.pdf")}
    return httpx.post(f"{server_url}/api/knowledge/upload", files=given, headers=CHINESE).json()


def test_why_a_file_was_not_read(lost):
    assert lost["reason"].startswith("'broken.pdf' 看着是 PDF，但被截断或损坏（")
    assert lost["reason"].endswith("请用它自己的程序打开，重新保存，再添加一次。")
