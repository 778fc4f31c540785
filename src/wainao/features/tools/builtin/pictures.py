"""charts:draw: numbers as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from wainao.features.tools.builtin.charts.chart import Chart, Drawn, Kind, refuse_wrong
from wainao.features.tools.builtin.charts.png import draws_chinese, png
from wainao.store.function import capability, means
from wainao.types import BY_DIGEST, Words

LONGEST = 200
"""Characters of a title or label that are drawn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    values: Annotated[tuple[float | None, ...], means("数值，缺的用 null", "The numbers; null where there is none")]
    name: Annotated[str, means("名称", "What they are")] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """`content` is the picture, `description` the same in words, `notes` what is amiss with it."""

    content: bytes
    media_type: str
    name: str
    description: str = field(metadata=BY_DIGEST)
    notes: tuple[Words, ...]


NO_FONT = Words(
    "这台机器没有中文字体，PNG 里的中文画不出来：请安装一种（如 Noto Sans CJK），或改用 SVG。",
    "There is no font with Chinese characters on this machine, so they are missing in the PNG: install one, such as "
    "Noto Sans CJK, or ask for SVG.",
)


@capability(
    "charts:draw",
    zh="画图表",
    en="Draw a chart",
    about=Words(
        "把数字画成柱状图、折线图、散点图或饼图，得到 SVG 或 PNG，浅色或深色。",
        "Draw numbers as bars, lines, a scatter or a pie, as SVG or PNG, on light or dark.",
    ),
    example={
        "labels": ("一月", "二月", "三月"),
        "series": (Series(name="2026", values=(3.0, 5.5, 4.0)),),
        "title": "销售额 Sales",
    },
    samples=(
        "把这些数据画成柱状图",
        "画一个各部门占比的饼图",
        "draw a line chart of monthly revenue",
        "plot these points as a scatter chart",
    ),
)
def draw(
    series: Annotated[
        tuple[Series, ...], means("一组或几组数值", "One or more series of numbers", reads="series.series")
    ],
    labels: Annotated[tuple[str, ...], means("每个数值的标签", "A label for each number", reads="series.labels")] = (),
    kind: Annotated[
        Kind,
        means(
            "柱状、折线、散点或饼图",
            "Bars, lines, a scatter or a pie",
            names={"bar": "柱|条形|bars", "line": "折线|曲线|lines", "scatter": "散点|scattered", "pie": "饼|pies"},
        ),
    ] = "bar",
    x: Annotated[tuple[float, ...], means("散点的横坐标", "Where a scatter's points are")] = (),
    title: Annotated[str, means("标题", "The title")] = "",
    x_title: Annotated[str, means("横轴名称", "What lies along")] = "",
    y_title: Annotated[str, means("纵轴名称", "What goes up")] = "",
    format: Annotated[Literal["svg", "png"], means("SVG 或 PNG", "SVG or PNG")] = "svg",
    theme: Annotated[Literal["light", "dark"], means("浅色或深色", "Light or dark")] = "light",
) -> Picture:
    from wainao.features.tools.builtin.charts.draw import drawn
    from wainao.features.tools.builtin.charts.svg import DARK, LIGHT

    chart = Chart(
        kind=kind,
        title=title[:LONGEST],
        labels=tuple(label[:LONGEST] for label in labels),
        series=tuple(Drawn(name=one.name[:LONGEST] or f"#{n}", values=one.values) for n, one in enumerate(series, 1)),
        x=x,
        x_title=x_title[:LONGEST],
        y_title=y_title[:LONGEST],
    )
    refuse_wrong(chart)
    svg = drawn(chart, DARK if theme == "dark" else LIGHT)
    return Picture(
        content=png(svg) if format == "png" else svg.encode(),
        media_type="image/png" if format == "png" else "image/svg+xml",
        name=f"chart.{format}",
        description=chart.described(),
        notes=(NO_FONT,) if format == "png" and _has_chinese(svg) and not draws_chinese() else (),
    )


def _has_chinese(svg: str) -> bool:
    return any("\u3400" <= one <= "\u9fff" for one in svg)


CAPABILITIES = (draw,)
