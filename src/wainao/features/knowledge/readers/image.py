"""Pictures of text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers import ocr
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.layout import InkPage, draw
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

if TYPE_CHECKING:
    from PIL.Image import Image


def read(source: Source) -> Reading:
    import numpy

    picture = open_image(source)
    ocr.require()
    found = ocr.recognise(numpy.asarray(picture)[:, :, ::-1], more_time=source.more_time)
    draft = Draft(source)
    draw(draft, [InkPage(number=1, lines=found, aspect=picture.height / picture.width)], headings=False)
    return draft.finish(media_type="image/png" if source.data.startswith(b"\x89PNG") else "image/jpeg", pages=1)


def open_image(source: Source) -> Image:
    """The picture in RGB, turned as its camera says; `ReadError` if it is damaged or larger than allowed."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, is an error and not a warning
    try:
        with Image.open(io.BytesIO(source.data), formats=("PNG", "JPEG")) as image:
            _check_size(source, image.width, image.height)
            return _on_paper(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise source.broken("a picture", error) from error


def _on_paper(picture: Image) -> Image:
    """In RGB, with white where it lets through what is behind it: black letters on nothing would be black on black."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _check_size(source: Source, wide: int, high: int) -> None:
    limit = source.settings.max_pixels
    if wide * high > limit:
        raise ReadError(
            "too-large",
            f"{source.name!r} is a picture of {wide} x {high} pixels. "
            f"At most {limit} pixels were expected: make it smaller, or raise knowledge.max_pixels.",
        )
