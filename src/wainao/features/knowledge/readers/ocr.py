"""Text in pictures, read offline by RapidOCR (the `ocr` extra): Chinese and English, with boxes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.layout import InkLine

if TYPE_CHECKING:
    import numpy

_SAME_ROW = 0.5


@cache
def _engine() -> Any:  # RapidOCR is untyped
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:
        raise ReadError(
            "ocr-missing",
            "It is a picture of text, and no text recognition is installed. "
            'The ocr extra was expected: pip install "wainao[ocr]", then add the file again.',
        ) from error
    return RapidOCR()


def require() -> None:
    """Load the engine; `ReadError` if it is not installed."""
    _engine()


def recognise(picture: numpy.ndarray[Any, Any]) -> list[InkLine]:
    """The lines of `picture` (height x width x 3 bytes, blue first), from top to bottom and left to right."""
    found, _ = _engine()(picture)
    high, wide = picture.shape[:2]
    lines = []
    for corners, text, _ in found or ():
        xs, ys = [x / wide for x, _ in corners], [y / high for _, y in corners]
        box = (_fraction(min(xs)), _fraction(min(ys)), _fraction(max(xs)), _fraction(max(ys)))
        lines.append(InkLine(text=text, box=box, height=box[3] - box[1]))
    return _in_reading_order(lines)


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
