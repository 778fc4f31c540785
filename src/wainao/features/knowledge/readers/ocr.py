"""Text in pictures, read offline by RapidOCR (the `ocr` extra): Chinese and English, with boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.layout import InkLine

if TYPE_CHECKING:
    import numpy

    Picture = numpy.ndarray[Any, Any]  # its element type says nothing that its use does not

_SAME_ROW = 0.5
_LONG_SIDE_PIXELS = 2_000


@cache
def _engine() -> Any:  # RapidOCR is untyped
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:
        raise ReadError(
            "ocr-missing",
            "It is a picture of text, and no text recognition is installed. "
            'The ocr extra was expected (Python 3.11 or 3.12): pip install "wainao[ocr]", then add the file again.',
        ) from error
    return RapidOCR()


def require() -> None:
    """Load the engine; `ReadError` if it is not installed."""
    _engine()


def recognise(picture: Picture, *, more_time: Callable[[], None]) -> list[InkLine]:
    """The lines of `picture` (height x width x 3 bytes, blue first), from top to bottom and left to right.

    `more_time` is called before each step that may take its seconds.
    """
    lines: list[InkLine] = []
    for top, bottom in _bands(picture):
        more_time()
        lines += _in_reading_order(_found(picture, top, bottom))
    return lines


def _found(picture: Picture, top: int, bottom: int) -> list[InkLine]:
    """The lines between two rows of pixels, in no order."""
    found, _ = _engine()(picture[top:bottom])
    high, wide = picture.shape[:2]
    lines = []
    for corners, text, _ in found or ():
        xs, ys = [x / wide for x, _ in corners], [(top + y) / high for _, y in corners]
        box = (_fraction(min(xs)), _fraction(min(ys)), _fraction(max(xs)), _fraction(max(ys)))
        lines.append(InkLine(text=text, box=box, height=box[3] - box[1]))
    return lines


def _bands(picture: Picture) -> Iterator[tuple[int, int]]:
    """Rows to look at together. The engine shrinks what is long, and cannot read a long screenshot afterwards."""
    high, wide = picture.shape[:2]
    limit = max(wide, _LONG_SIDE_PIXELS)
    top = 0
    while high - top > limit:
        first = top + limit * 3 // 4
        # Cut where there is least ink: between two lines, if there is such a place.
        ink = picture[first : top + limit].std(axis=(1, 2))
        bottom = first + int(ink.argmin())
        yield top, bottom
        top = bottom
    yield top, high


def _in_reading_order(lines: list[InkLine]) -> list[InkLine]:
    """By rows: what begins within half a letter of a row's first line belongs to that row."""
    rows: list[list[InkLine]] = []
    for line in sorted(lines, key=lambda line: line.box[1]):
        if rows and line.box[1] - rows[-1][0].box[1] < _SAME_ROW * rows[-1][0].height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def _fraction(share: float) -> float:
    return round(float(min(1.0, max(0.0, share))), 4)
