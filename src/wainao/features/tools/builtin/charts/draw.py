"""A chart on a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from wainao.features.tools.builtin.charts.chart import Chart, Drawn, in_full
from wainao.features.tools.builtin.charts.scale import Scale, scale
from wainao.features.tools.builtin.charts.svg import Page, Theme, cut, wide

WIDTH, HEIGHT = 760, 440
RIGHT, TOP = 24, 20
LABEL_SIZE = 12.0
MOST_DOTS = 60
"""Points of a line that each get a dot."""


def drawn(chart: Chart, theme: Theme) -> str:
    """As SVG."""
    page = Page(width=WIDTH, height=HEIGHT, theme=theme, title=chart.title or chart.kind, description=chart.described())
    top = _headed(page, chart)
    if chart.kind == "pie":
        _pie(page, chart, top)
    else:
        _plotted(page, chart, top)
    return page.whole()


def _headed(page: Page, chart: Chart) -> float:
    """Title and key; where the rest begins."""
    y = float(TOP)
    if chart.title:
        page.text(WIDTH / 2, y + 14, cut(chart.title, 17, WIDTH - 40), anchor="middle", size=17, bold=True)
        y += 32
    if len(chart.series) > 1 and chart.kind != "pie":
        y = _keyed(page, chart.series, y)
    return y


def _keyed(page: Page, series: Sequence[Drawn], y: float) -> float:
    x = 60.0
    for number, one in enumerate(series):
        name = cut(one.name, LABEL_SIZE, 200)
        needed = wide(name, LABEL_SIZE) + 36
        if x + needed > WIDTH - RIGHT and x > 60:
            x, y = 60.0, y + 20
        page.rectangle(x, y + 3, 12, 12, fill=_colour(page, number))
        page.text(x + 18, y + 13, name, size=LABEL_SIZE)
        x += needed
    return y + 28


def _plotted(page: Page, chart: Chart, top: float) -> None:
    bottom = HEIGHT - 46.0 - (20 if chart.x_title else 0)
    values = chart.numbers()
    y = scale(values, start=bottom, end=top + 8, zero=chart.kind == "bar")
    left = 16 + max(wide(y.label(mark), LABEL_SIZE) for mark in y.marks()) + (22 if chart.y_title else 0)
    _up(page, y, left)
    if chart.kind == "scatter":
        x = scale(chart.x, start=left + 8, end=WIDTH - RIGHT, zero=False, marks=7)
        _along(page, x, bottom)
        _dots(page, chart, x, y)
    else:
        places = _places(page, chart, left, bottom)
        (_bars if chart.kind == "bar" else _lines)(page, chart, places, y)
    _named(page, chart, left, top, bottom)


def _up(page: Page, y: Scale, left: float) -> None:
    for mark in y.marks():
        at = y.place(mark)
        strong = abs(mark) < y.step / 1e6
        page.line(left, at, WIDTH - RIGHT, at, stroke=page.theme.quiet if strong else page.theme.line)
        page.text(left - 8, at + 4, y.label(mark), anchor="end", size=LABEL_SIZE, fill=page.theme.quiet)


def _along(page: Page, x: Scale, bottom: float) -> None:
    for mark in x.marks():
        at = x.place(mark)
        page.line(at, bottom, at, bottom + 5, stroke=page.theme.quiet)
        page.text(at, bottom + 20, x.label(mark), anchor="middle", size=LABEL_SIZE, fill=page.theme.quiet)


def _places(page: Page, chart: Chart, left: float, bottom: float) -> Callable[[int], float]:
    """Where the middle of each label is; as many are written as there is room for."""
    room = (WIDTH - RIGHT - left) / len(chart.labels)
    longest = max(wide(label, LABEL_SIZE) for label in chart.labels)
    every = max(1, math.ceil(min(longest + 10, 110) / room)) if longest + 10 > room else 1
    for number in range(0, len(chart.labels), every):
        shown = cut(chart.labels[number], LABEL_SIZE, max(room * every - 6, 24))
        at = left + room * (number + 0.5)
        page.text(at, bottom + 20, shown, anchor="middle", size=LABEL_SIZE, fill=page.theme.quiet)
    return lambda number: left + room * (number + 0.5)


def _bars(page: Page, chart: Chart, place: Callable[[int], float], y: Scale) -> None:
    room = (place(1) - place(0)) * 0.76
    width = room / len(chart.series)
    for series, one in enumerate(chart.series):
        for number, value in enumerate(one.values):
            if value is not None:
                x = place(number) - room / 2 + series * width
                ends = sorted((y.place(0), y.place(value)))
                told = f"{chart.labels[number]} {one.name}: {in_full(value)}"
                gap = min(1.0, width * 0.1)
                page.rectangle(
                    x + gap, ends[0], width - 2 * gap, ends[1] - ends[0], fill=_colour(page, series), told=told
                )


def _lines(page: Page, chart: Chart, place: Callable[[int], float], y: Scale) -> None:
    for series, one in enumerate(chart.series):
        colour = _colour(page, series)
        for run in _runs(one.values):
            points = [(place(number), y.place(value)) for number, value in run]
            if len(points) > 1:
                page.path(points, stroke=colour)
        if len(chart.labels) <= MOST_DOTS:
            for number, value in enumerate(one.values):
                if value is not None:
                    told = f"{chart.labels[number]} {one.name}: {in_full(value)}"
                    page.dot(place(number), y.place(value), fill=colour, told=told)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """A line breaks where there is no number."""
    runs: list[list[tuple[int, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((number, value))
    return runs


def _dots(page: Page, chart: Chart, x: Scale, y: Scale) -> None:
    for series, one in enumerate(chart.series):
        for place, value in zip(chart.x, one.values, strict=True):
            if value is not None:
                told = f"{one.name}: {in_full(place)}, {in_full(value)}" if len(chart.x) <= MOST_DOTS else ""
                page.dot(x.place(place), y.place(value), fill=_colour(page, series), told=told)


def _named(page: Page, chart: Chart, left: float, top: float, bottom: float) -> None:
    quiet = page.theme.quiet
    if chart.x_title:
        page.text(
            (left + WIDTH - RIGHT) / 2, bottom + 44, cut(chart.x_title, 13, 600), anchor="middle", size=13, fill=quiet
        )
    if chart.y_title:
        words = cut(chart.y_title, 13, bottom - top)
        page.text(20, (top + bottom) / 2, words, anchor="middle", size=13, fill=quiet, turned=-90)


def _pie(page: Page, chart: Chart, top: float) -> None:
    parts = [
        (label, value)
        for label, value in zip(chart.labels, chart.series[0].values, strict=True)
        if value is not None and value > 0
    ]
    total, radius = sum(value for _, value in parts), (HEIGHT - top - 30) / 2
    x, y, begun = 250.0, top + 10 + radius, 0.0
    for number, (label, value) in enumerate(parts):
        share = value / total
        told = f"{label}: {in_full(value)} ({share:.1%})"
        page.shape(_slice(x, y, radius, begun, begun + share), fill=_colour(page, number), told=told)
        begun += share
        if (line := y - min(len(parts), 16) * 12 + number * 24) < HEIGHT - 20:
            page.rectangle(500, line, 12, 12, fill=_colour(page, number))
            page.text(520, line + 10, f"{cut(label, LABEL_SIZE, 150)}  {share:.1%}", size=LABEL_SIZE)


def _slice(x: float, y: float, radius: float, begun: float, ended: float) -> str:
    if ended - begun > 0.99999:
        return f"M{x - radius},{y}a{radius},{radius} 0 1 1 {2 * radius},0a{radius},{radius} 0 1 1 {-2 * radius},0Z"
    ends = [(x + radius * math.sin(2 * math.pi * at), y - radius * math.cos(2 * math.pi * at)) for at in (begun, ended)]
    (x1, y1), (x2, y2) = ends
    far = int(ended - begun > 0.5)
    return f"M{x:.2f},{y:.2f}L{x1:.2f},{y1:.2f}A{radius:.2f},{radius:.2f} 0 {far} 1 {x2:.2f},{y2:.2f}Z"


def _colour(page: Page, number: int) -> str:
    return page.theme.series[number % len(page.theme.series)]
