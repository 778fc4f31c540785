"""The lines of a file in which each line is JSON."""

from __future__ import annotations

from collections.abc import Iterator


def json_lines(text: str) -> Iterator[tuple[int, str]]:
    """Those that are not blank, each with its number from 1 on; a mark of the byte order at the beginning is none.

    Only line feeds end one: a text in JSON may hold what `str.splitlines` takes for an end, such as U+2028, which
    web pages and messengers put between paragraphs.

    >>> list(json_lines('\\ufeff"a\\u2028b"\\r\\n\\n"c"'))
    [(1, '"a\\u2028b"'), (3, '"c"')]
    """
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if stripped := line.strip(" \t\r"):
            yield number, stripped
