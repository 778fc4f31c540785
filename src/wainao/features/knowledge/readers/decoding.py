"""Bytes to text, for files that do not say which encoding they are in."""

from __future__ import annotations

import codecs
import re

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.readers.source import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The commonest 3,755 characters of GB 2312 and 5,401 of Big5 have rows of their own, as have the punctuation marks.
# Text read in the wrong one of the two lands outside them; so does Latin-1 read as either.
_COMMON_GB = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]")
_COMMON_BIG5 = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\x7e\xa1-\xfe]")
_PAIR_GB = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_PAIR_BIG5 = re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]")
_SURE = 0.85

# Python decodes these, and no page is in them; some take time by the square of the length.
_NO_PAGES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}

_SAMPLE_BYTES = 1 << 18
_MAX_CONTROL_SHARE = 0.02
_MAX_DAMAGED_SHARE = 0.2
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])


def decode(source: Source, *, declared: str | None = None) -> str:
    """The text of `source`; `declared` is the encoding it claims for itself. `ReadError` if it is not text."""
    data = source.data
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    text = _as_utf8(data) or _as_wide(data)
    if text is None:
        _refuse_binary(source)
        text = _as_declared(data, declared) or _as_damaged_utf8(data) or _as_chinese(data) or _as_guessed(data)
    if text is None:
        raise ReadError(
            "encoding",
            f"{source.name!r} is text in an encoding that could not be told; it begins {data[:16]!r}. "
            "UTF-8, UTF-16, GB18030, Big5 or a common older one was expected: save it as UTF-8.",
        )
    return text


def _as_utf8(data: bytes) -> str | None:
    if b"\x00" in data:
        return None
    text = _strict(data, "utf-8")
    return text if text is not None and _control_share(data) <= _MAX_CONTROL_SHARE else None


def _as_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly all zero bytes, those of its spaces, digits and line ends, lie on one side."""
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not even + odd or min(even, odd) * 4 > max(even, odd):
        return None
    text = _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    return text if text is not None and _control_share(text[:_SAMPLE_BYTES].encode()) <= _MAX_CONTROL_SHARE else None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    # Pages that say GB2312 use characters beyond it; GB18030 contains it whole.
    name = "gb18030" if declared.lower().replace("_", "-") in {"gb2312", "gbk", "x-gbk"} else declared
    return None if name.lower().replace("_", "-") in _NO_PAGES else _strict(data, name)


def _as_damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bad bytes, or cut inside its last letter. In other encodings most wide letters would be bad."""
    text = data.decode("utf-8", errors="replace")
    wide = sum(1 for letter in text if letter > "\x7f")
    bad = text.count("\ufffd")
    cut = text.endswith("\ufffd") and bad == 1 and wide > 1
    return text if cut or bad <= wide * _MAX_DAMAGED_SHARE else None


def _as_chinese(data: bytes) -> str | None:
    sample = data[:_SAMPLE_BYTES]
    scores = [
        (_share(sample, _PAIR_GB, _COMMON_GB), "gb18030"),
        (_share(sample, _PAIR_BIG5, _COMMON_BIG5), "big5hkscs"),
    ]
    for score, encoding in sorted(scores, reverse=True):
        if score >= _SURE and (text := _strict(data, encoding)) is not None:
            return text
    return None


def _share(sample: bytes, pair: re.Pattern[bytes], common: re.Pattern[bytes]) -> float:
    pairs = pair.findall(sample)
    return sum(1 for found in pairs if common.fullmatch(found)) / len(pairs) if pairs else 0.0


def _as_guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return None if best is None else data.decode(best.encoding, errors="replace")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE_BYTES]
    return 1 - len(sample.translate(None, _CONTROLS)) / max(1, len(sample))


def _refuse_binary(source: Source) -> None:
    if b"\x00" in source.data or _control_share(source.data) > _MAX_CONTROL_SHARE:
        raise ReadError(
            "binary",
            f"{source.name!r} is not text and no document format that is known; it begins {source.data[:8]!r}. "
            "A document was expected: leave this file out.",
        )
