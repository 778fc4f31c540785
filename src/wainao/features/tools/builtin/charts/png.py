"""From SVG to PNG, with the fonts of this machine."""

from __future__ import annotations

from functools import lru_cache

SCALE = 2.0
"""Pixels for each unit of the page: sharp on today's screens."""


def png(svg: str) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SCALE))


@lru_cache(maxsize=1)
def draws_chinese() -> bool:
    """Whether a font of this machine has Chinese characters: two different ones then look different."""
    return _drawn("国") != _drawn("图")


def _drawn(word: str) -> bytes:
    from wainao.features.tools.builtin.charts.svg import FONTS

    return png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" font-family="{FONTS}">'
        f'<text x="2" y="20" font-size="20">{word}</text></svg>'
    )
