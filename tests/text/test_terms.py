"""Spellings that a reader would call the same give the same terms."""

from __future__ import annotations

import pytest

from wainao.text import fold, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＡＢＣ１２３", "abc123"), ("順延到下一個年度", "顺延到下一个年度"), ("Straße", "STRASSE"), ("①", "1")],
)
def test_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年假政策 policies", ["年假", "假政", "政策", "polici"]),
        ("假", ["假"]),
        ("iPhone手机", ["iphon", "手机"]),
        ("", []),
        ("?!、", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected
