"""A page of SVG: shapes and words, escaped; nothing in it loads or runs anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    paper: str
    ink: str
    quiet: str
    line: str
    series: tuple[str, ...]


# Okabe and Ito's colours, which people tell apart whatever colours they see; the dark ones are lightened.
LIGHT = Theme(
    paper="#ffffff",
    ink="#1f2328",
    quiet="#57606a",
    line="#d0d7de",
    series=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#7a5195", "#6e7781"),
)
DARK = Theme(
    paper="#0d1117",
    ink="#e6edf3",
    quiet="#9da7b1",
    line="#30363d",
    series=("#56b4e9", "#ff9d5c", "#35c9a0", "#e6a3c8", "#f0e442", "#4d9de0", "#b79ced", "#8b949e"),
)


@dataclass(kw_only=True, slots=True)
class Page:
    width: int
    height: int
    theme: Theme
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str, told: str = "") -> None:
        self._add("rect", told, x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 1) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **{"stroke-width": width})

    def path(self, points: Iterable[tuple[float, float]], *, stroke: str) -> None:
        drawn = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._add("path", d=drawn, fill="none", stroke=stroke, **{"stroke-width": 2.5})

    def shape(self, drawn: str, *, fill: str, told: str = "") -> None:
        self._add("path", told, d=drawn, fill=fill, stroke=self.theme.paper, **{"stroke-width": 1.5})

    def dot(self, x: float, y: float, *, fill: str, told: str = "") -> None:
        self._add("circle", told, cx=x, cy=y, r=3.5, fill=fill)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = 12,
        fill: str = "",
        bold: bool = False,
        turned: float = 0,
    ) -> None:
        turn = f' transform="rotate({turned:g} {x:.1f} {y:.1f})"' if turned else ""
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"{weight}{turn} '
            f'fill="{fill or self.theme.ink}">{escape(clean(words))}</text>'
        )

    def whole(self) -> str:
        """With a title and a description that screen readers say."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" role="img" aria-labelledby="title desc" stroke-linejoin="round" '
            f'font-family="{FONTS}">'
            f'<title id="title">{escape(clean(self.title))}</title>'
            f'<desc id="desc">{escape(clean(self.description))}</desc>'
            f'<rect width="100%" height="100%" fill="{self.theme.paper}"/>{"".join(self._parts)}</svg>'
        )

    def _add(self, name: str, told: str = "", /, **attributes: float | str) -> None:
        written = " ".join(f"{key}={quoteattr(_number(value))}" for key, value in attributes.items())
        inner = f"><title>{escape(clean(told))}</title></{name}>" if told else "/>"
        self._parts.append(f"<{name} {written}{inner}")


def clean(words: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(one for one in words if one in "\t\n" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))


def wide(words: str, size: float) -> float:
    """About how wide they are: Chinese characters are square, others a little more than half."""
    return sum(size if unicodedata.east_asian_width(one) in "WF" else size * 0.56 for one in words)


def cut(words: str, size: float, room: float) -> str:
    """As much as there is room for."""
    while words and wide(words, size) > room:
        words = words[:-2] + "…" if len(words) > 2 else ""
    return words


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
