"""Where the shapes of a presentation stand: in their groups, or where the slide's layout or master puts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wainao.features.knowledge.readers.package import Package
from wainao.types import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

_Place = tuple[float, float, float, float]
"""Left, top, width and height in EMU, of which an inch has 914,400."""
_NUMBER = re.compile(r"-?[0-9]{1,15}")


class Places:
    """The places of one presentation, whose slides are as large as the element `size` says."""

    def __init__(self, package: Package, size: _Element | None) -> None:
        self._package = package
        wide, high = (_number(size, name) if size is not None else None for name in ("cx", "cy"))
        self._size = (wide or 1.0, high or 1.0)
        self._inherited: dict[str, dict[str, _Place]] = {}

    def box(self, slide: str, shape: _Element) -> Box | None:
        """Where `shape` of the part `slide` stands; None where nobody says."""
        place = _own_place(shape) or self._place_of(slide, shape)
        if place is None:
            return None
        left, top, width, height = place
        wide, high = self._size
        xs, ys = sorted((left / wide, (left + width) / wide)), sorted((top / high, (top + height) / high))
        return _fraction(xs[0]), _fraction(ys[0]), _fraction(xs[1]), _fraction(ys[1])

    def _place_of(self, slide: str, shape: _Element) -> _Place | None:
        """Where its layout puts it, by number, or its master, by kind."""
        mark = placeholder(shape)
        if mark is None:
            return None
        for layout in self._package.related(slide, "slideLayout"):
            if place := self._placeholders(layout).get(mark.get("idx", "0")):
                return place
            for master in self._package.related(layout, "slideMaster"):
                return self._placeholders(master, by="type").get(_kind_on_master(mark))
        return None

    def _placeholders(self, part: str, *, by: str = "idx") -> dict[str, _Place]:
        if part not in self._inherited:
            self._inherited[part] = {
                mark.get(by, "0"): place
                for shape in self._package.parse(part).iter(f"{P}sp")
                if (mark := placeholder(shape)) is not None and (place := _own_place(shape))
            }
        return self._inherited[part]


def placeholder(shape: _Element) -> _Element | None:
    """What makes a shape one that a layout provides for; it says the shape's kind and number."""
    mark: _Element | None = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return mark if mark is not None else shape.find(f"{P}nvGraphicFramePr/{P}nvPr/{P}ph")


def _kind_on_master(mark: _Element) -> str:
    kind: str = mark.get("type", "obj")
    if kind in {"dt", "ftr", "sldNum"}:
        return kind
    return "title" if kind in {"title", "ctrTitle"} else "body"


def _own_place(shape: _Element) -> _Place | None:
    place = _place(shape.find(f"{P}spPr/{A}xfrm" if shape.tag == f"{P}sp" else f"{P}xfrm"))
    for group in shape.iterancestors(f"{P}grpSp"):
        if place is not None:
            place = _out_of(group.find(f"{P}grpSpPr/{A}xfrm"), place)
    return place


def _place(frame: _Element | None, offset: str = "off", extent: str = "ext") -> _Place | None:
    if frame is None:
        return None
    start, size = frame.find(f"{A}{offset}"), frame.find(f"{A}{extent}")
    if start is None or size is None:
        return None
    left, top, width, height = _number(start, "x"), _number(start, "y"), _number(size, "cx"), _number(size, "cy")
    if left is None or top is None or width is None or height is None:
        return None
    return left, top, width, height


def _out_of(group: _Element | None, inside: _Place) -> _Place:
    """A place among a group's shapes, which have a scale of their own, as one where the group stands."""
    outer, inner = _place(group), _place(group, "chOff", "chExt")
    if outer is None or inner is None or not inner[2] or not inner[3]:
        return inside
    across, down = outer[2] / inner[2], outer[3] / inner[3]
    left, top, width, height = inside
    return (
        outer[0] + (left - inner[0]) * across,
        outer[1] + (top - inner[1]) * down,
        width * across,
        height * down,
    )


def _number(element: _Element, name: str) -> float | None:
    said = element.get(name, "")
    return float(said) if _NUMBER.fullmatch(said) else None


def _fraction(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 4)
