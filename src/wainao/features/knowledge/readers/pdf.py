"""PDF: lines with their boxes as pdfium finds them; pages that are only pictures go through text recognition."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers import ocr
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.layout import InkLine, InkPage, draw
from wainao.features.knowledge.readers.sniff import encrypted
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading
from wainao.types import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MEDIA_TYPE = "application/pdf"

_GRID = 10_000
_HYPHEN = "\x02"  # what pdfium puts in place of a hyphen at a line's end, together with the line break
_LINE = re.compile(r"[^\r\n]+")
_CUT_WORD = re.compile(r"\x02\S*")
_OCR_SHORT_SIDE_PIXELS = 1_400
_PROGRAM_TITLE = re.compile(
    r"(?i)microsoft (word|powerpoint|excel) - |untitled|无标题|\S+\.(docx?|pptx?|xlsx?|indd|tex|dvi)$"
)


def read(source: Source) -> Reading:
    from pypdfium2 import PdfiumError

    try:
        with open_pdf(source) as document:
            return _Pdf(source, document).read()
    except PdfiumError as error:
        raise source.broken("a PDF", error) from error


def open_pdf(source: Source) -> PdfDocument:
    """The document, to be closed by the caller; `ReadError` if it is locked, damaged or longer than allowed."""
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    try:
        document = PdfDocument(source.data)
        pages = len(document)
    except PdfiumError as error:
        if error.err_code in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY}:
            raise encrypted(source) from error
        raise source.broken("a PDF", error) from error
    limit = source.settings.max_pages
    if not pages:
        raise source.broken("a PDF", ValueError("it has no pages"))
    if pages > limit:
        raise ReadError(
            "too-large",
            f"{source.name!r} has {pages} pages. "
            f"At most {limit} were expected: split it, or raise knowledge.max_pages.",
        )
    return document


class _Pdf:
    def __init__(self, source: Source, document: PdfDocument) -> None:
        self._source = source
        self._document = document
        self._recognised = 0
        self._skipped: list[int] = []
        self._lack: ReadError | None = None

    def read(self) -> Reading:
        draft = Draft(self._source)
        pages = [self._page(number) for number in range(1, len(self._document) + 1)]
        if self._lack is not None and not any(page.lines for page in pages):
            raise self._lack
        draw(draft, pages, headings=not self._recognised)
        return draft.finish(
            title=self._title(),
            media_type=MEDIA_TYPE,
            pages=len(pages),
            remark=self._remark(),
        )

    def _title(self) -> str | None:
        try:
            title: str = self._document.get_metadata_value("Title")
        except UnicodeDecodeError:  # half of a surrogate pair, at which pypdfium2 stops
            return None
        return None if _PROGRAM_TITLE.match(title) else title

    def _page(self, number: int) -> InkPage:
        page = self._document[number - 1]
        try:
            wide, high = page.get_size()
            text = page.get_textpage()
            lines = list(_lines(page, text)) or list(self._recognise(number, page))
            text.close()
            return InkPage(number=number, lines=lines, aspect=high / (wide or 1))
        finally:
            page.close()

    def _recognise(self, number: int, page: PdfPage) -> list[InkLine]:
        if next(iter(page.get_objects(max_depth=1)), None) is None:
            return []
        settings = self._source.settings
        if not settings.ocr or self._recognised >= settings.max_ocr_pages or self._lack is not None:
            self._skipped.append(number)
            return []
        try:
            ocr.require()
        except ReadError as error:
            self._lack = error
            self._skipped.append(number)
            return []
        self._recognised += 1
        wide, high = page.get_size()
        scale = min(
            _OCR_SHORT_SIDE_PIXELS / max(min(wide, high), 1), (settings.max_pixels / max(wide * high, 1)) ** 0.5
        )
        pixels = page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
        return ocr.recognise(pixels, more_time=self._source.more_time)

    def _remark(self) -> str | None:
        if not self._skipped:
            return None
        shown = ", ".join(map(str, self._skipped[:10])) + (" ..." if len(self._skipped) > 10 else "")
        why = self._lack.reason if self._lack else "Text recognition is off or its limit of pages is reached."
        return f"{len(self._skipped)} of its pages are pictures and were not read ({shown}). {why}"


@dataclass(frozen=True, slots=True)
class _Span:
    """Character range of a line's words, and of its ink: they differ where a word is cut by a hyphen."""

    start: int
    end: int
    ink_start: int
    ink_end: int


def _lines(page: PdfPage, text: PdfTextPage) -> Iterator[InkLine]:
    letters = "".join(_letter(text, index) for index in range(text.count_chars()))
    for span in _spans(letters):
        said = letters[span.start : span.end].replace(_HYPHEN, "")
        box = _box(page, text, span.ink_start, span.ink_end) if said.strip() else None
        if box is not None:
            height = _letter_height(page, text, letters, span)
            yield InkLine(text=_joined_surrogates(said), box=box, height=height)


def _letter(text: PdfTextPage, index: int) -> str:
    """One character, as many as pdfium counts: a font's table of letters may hold numbers that are none."""
    from pypdfium2.raw import FPDFText_GetUnicode

    code = FPDFText_GetUnicode(text, index)
    return chr(code) if code <= sys.maxunicode else "\ufffd"


def _spans(letters: str) -> Iterator[_Span]:
    """The lines of a page. Where a hyphen cuts a word pdfium runs two lines on: the word stays whole, in the first."""
    for line in _LINE.finditer(letters):
        start = ink_start = line.start()
        for cut in _CUT_WORD.finditer(letters, *line.span()):
            yield _Span(start, cut.end(), ink_start, cut.start() + 1)
            start, ink_start = cut.end(), cut.start() + 1
        if letters[start : line.end()].strip():
            yield _Span(start, line.end(), ink_start, line.end())


def _box(page: PdfPage, text: PdfTextPage, start: int, end: int) -> Box | None:
    corners: list[tuple[int, int]] = []
    for index in range(text.count_rects(start, end - start)):
        left, bottom, right, top = text.get_rect(index)
        corners += _on_grid(page, left, top), _on_grid(page, right, bottom)
    if not corners:
        return None
    xs, ys = [_fraction(x) for x, _ in corners], [_fraction(y) for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _on_grid(page: PdfPage, x: float, y: float) -> tuple[int, int]:
    """Where a point of the PDF's own coordinates shows on the page as it is rendered: cropped and turned."""
    from pypdfium2.raw import FPDF_PageToDevice

    across, down = ctypes.c_int(), ctypes.c_int()
    FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value, down.value


def _letter_height(page: PdfPage, text: PdfTextPage, letters: str, span: _Span) -> float:
    first = next((i for i in range(span.ink_start, span.ink_end) if not letters[i].isspace()), span.ink_start)
    left, bottom, right, top = text.get_charbox(first, loose=True)
    return abs(_on_grid(page, left, top)[1] - _on_grid(page, right, bottom)[1]) / _GRID


def _fraction(grid: int) -> float:
    return min(1.0, max(0.0, grid / _GRID))


def _joined_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
