"""Chinese text has Chinese punctuation, wherever a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from wainao import Wainao
from wainao.app.cli.cells import STATES
from wainao.app.faces import MEANS
from wainao.app.reference import ROUTES, WITH_A_MODEL
from wainao.app.zh.fields import FIELDS
from wainao.app.zh.help import HELP
from wainao.app.zh.settings import SETTINGS
from wainao.app.zh.values import VALUES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.zh.md", *sorted((ROOT / "docs" / "zh").glob("*.md"))]
CODE = re.compile(r"^```.*?^```|`[^`\n]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
HALF_WIDTH = re.compile(r"[\u3400-\u9fff] ?[,;:?!()]|[,;:?!()][\u3400-\u9fff]")


def wrong(text: str) -> list[str]:
    prose = CODE.sub("`", text)
    return [prose[max(0, found.start() - 20) : found.end() + 5] for found in HALF_WIDTH.finditer(prose)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages(page):
    assert wrong(page.read_text(encoding="utf-8")) == []


def words(brain: Wainao) -> Iterator[str]:
    for catalogue in (HELP, FIELDS, VALUES, SETTINGS):
        yield from catalogue.values()
    yield from (told.zh for told in (*MEANS.values(), *ROUTES.values()))
    for spec in brain.kernel:
        yield from (spec.title.zh, spec.description.zh)


def test_what_the_program_says(tmp_path):
    with Wainao.open(tmp_path, models=WITH_A_MODEL) as brain:
        assert [said for text in words(brain) for said in wrong(text)] == []


def outputs(kind: Any, seen: set[Any]) -> Iterator[tuple[str, Any]]:
    """The fields of what a capability gives, and of all that it holds, with their types."""
    for part in get_args(kind):
        yield from outputs(part, seen)
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        hints = get_type_hints(kind)
        for field in fields(kind):
            yield field.name, hints[field.name]
            yield from outputs(hints[field.name], seen)


def texts(kind: Any) -> Iterator[str]:
    """The fixed words that a value of this type may be."""
    if get_origin(kind) is Literal:
        yield from (word for word in get_args(kind) if isinstance(word, str) and word)
    else:
        for part in get_args(kind):
            yield from texts(part)


def test_whatever_a_capability_gives_reads_in_chinese(tmp_path):
    with Wainao.open(tmp_path, models=WITH_A_MODEL) as brain:
        seen: set[Any] = set()
        given = [one for spec in brain.kernel for one in outputs(spec.output, seen)]
    assert len(given) > 500
    assert sorted({name for name, _ in given} - FIELDS.keys()) == [], "fields without a name"
    states = {word for name, kind in given if name in STATES for word in texts(kind)}
    assert sorted(states - VALUES.keys()) == [], "states without a word"
