"""A page as a picture, for showing a citation where it stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.image import open_image
from wainao.features.knowledge.readers.pdf import open_pdf
from wainao.features.knowledge.readers.sniff import sniff
from wainao.features.knowledge.readers.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image


def render_page(source: Source, *, page: int, width: int) -> bytes:
    """Page `page` (from 1) of a PDF or a picture as PNG, `width` pixels wide."""
    found = sniff(source)
    if found == "image":
        picture = _fit(open_image(source), width)
    elif found == "pdf":
        picture = _pdf_page(source, page, width)
    else:
        raise ReadError(
            "unsupported",
            f"{source.name!r} is {found} and has no pages that could be shown as pictures. "
            "A PDF, PNG or JPEG was expected: show its text instead.",
        )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _fit(picture: Image, width: int) -> Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height))


def _pdf_page(source: Source, number: int, width: int) -> Image:
    from pypdfium2 import PdfiumError

    try:
        with open_pdf(source) as document:
            page = document[number - 1]
            wide, high = page.get_size()
            scale = width / max(wide, 1.0)
            if wide * high * scale * scale > source.settings.max_pixels:
                raise ReadError(
                    "too-large",
                    f"Page {number} of {source.name!r} is {wide:g} x {high:g} points, too long to show {width} pixels "
                    f"wide. At most {source.settings.max_pixels} pixels were expected: ask for a smaller width.",
                )
            picture: Image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
            return picture
    except PdfiumError as error:
        raise source.broken("a PDF", error) from error
