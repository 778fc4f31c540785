"""Collect the lines of a document while it is being read."""

from __future__ import annotations

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Line, Reading
from wainao.types import Box

_MAX_SECTION_CHARS = 300

# Line breaks of all kinds become spaces, other control characters, byte order marks and lone surrogates disappear:
# a line must stay one line, and must survive UTF-8.
_CLEAN: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF], None)
_CLEAN.update(dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " "))
_CLEAN[0x09] = "\t"
_SURROGATES = range(0xD800, 0xE000)


def clean(text: str) -> str:
    """`text` as it may stand in a line."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.translate(_CLEAN)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join(c for c in text if ord(c) not in _SURROGATES)
    return text.strip()


class Draft:
    """Lines in reading order, with the page and the headings they stand under."""

    def __init__(self, source: Source) -> None:
        self.page: int | None = None
        self._source = source
        self._lines: list[Line] = []
        self._headings: list[tuple[int, str]] = []
        self._section: str | None = None
        self._paragraph = 0
        self._chars = 0
        self._pending_break = False

    def turn_page(self, page: int, *, section: str | None = None, keep_headings: bool = False) -> None:
        """Start page, slide, sheet or chapter `page`; `section` is its own name, if it has one."""
        self.end_paragraph()
        self.page = page
        if not keep_headings:
            self._headings = [(0, clean(section))] if section and clean(section) else []
            self._name_section()

    def heading(self, text: str, *, level: int, line: int | None = None, box: Box | None = None) -> None:
        """A heading of `level` 1 (the widest) or deeper, standing as a paragraph of its own."""
        text = clean(text)
        if not text:
            return
        self._headings = [(depth, title) for depth, title in self._headings if depth < level]
        self._headings.append((level, text))
        self._name_section()
        self.end_paragraph()
        self._append(text, line=line, box=box, heading=True)
        self.end_paragraph()

    def more_heading(self, text: str, *, line: int | None = None, box: Box | None = None) -> None:
        """The next line of the heading that was written last."""
        text = clean(text)
        if not text:
            return
        level, title = self._headings.pop()
        self._headings.append((level, f"{title} {text}"))
        self._name_section()
        self._pending_break = False
        self._append(text, line=line, box=box, heading=True)
        self.end_paragraph()

    def line(self, text: str, *, line: int | None = None, box: Box | None = None) -> None:
        """The next line of the current paragraph; one without text is passed over."""
        text = clean(text)
        if text:
            self._append(text, line=line, box=box, heading=False)

    def paragraph(self, text: str, *, line: int | None = None, box: Box | None = None) -> None:
        """A paragraph of one line."""
        self.end_paragraph()
        self.line(text, line=line, box=box)
        self.end_paragraph()

    def end_paragraph(self) -> None:
        self._pending_break = bool(self._lines)

    def finish(
        self, *, title: str | None = None, media_type: str, pages: int | None = None, remark: str | None = None
    ) -> Reading:
        """The finished reading; a document without any text is a `ReadError`."""
        if not self._lines:
            raise ReadError(
                "no-text",
                f"{self._source.name!r} was read without trouble and has no text in it. "
                "A document with text was expected: check that the right file was added.",
            )
        name = clean(title or "")[:_MAX_SECTION_CHARS] or self._source.stem
        return Reading(title=name, media_type=media_type, lines=tuple(self._lines), pages=pages, remark=remark)

    def _append(self, text: str, *, line: int | None, box: Box | None, heading: bool) -> None:
        if self._pending_break:
            self._lines.append(Line(text="", page=self._lines[-1].page, paragraph=self._paragraph))
            self._paragraph += 1
            self._pending_break = False
        self._chars += len(text) + 1
        limit = self._source.settings.max_text_chars
        if self._chars > limit:
            raise ReadError(
                "too-large",
                f"{self._source.name!r} holds more than {limit} characters of text. "
                "At most that many were expected: split the file, or raise knowledge.max_text_chars.",
            )
        self._lines.append(
            Line(
                text=text,
                page=self.page,
                line=line,
                section=self._section,
                box=box,
                heading=heading,
                paragraph=self._paragraph,
            )
        )

    def _name_section(self) -> None:
        self._section = " > ".join(title for _, title in self._headings)[:_MAX_SECTION_CHARS] or None
