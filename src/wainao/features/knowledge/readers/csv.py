"""CSV and TSV: each row says its own column names; the line number is the row's, the header being row 1."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from wainao.features.knowledge.readers.decoding import decode
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.rows import say_rows
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

_DELIMITERS = ",\t;|"
_SAMPLE_CHARS = 1 << 15
_SAMPLE_ROWS = 50


def read(source: Source) -> Reading:
    text = decode(source)
    # A limit of the module, for the whole process: raising it does no harm, the text is already bounded.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    draft = Draft(source)
    try:
        for number, said in say_rows(enumerate(_rows(text, _delimiter(text)), 1)):
            draft.paragraph(said, line=number)
    except csv.Error as error:
        raise source.broken("a table in CSV", error) from error
    return draft.finish(media_type="text/csv")


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into equally many cells, more than one."""
    sample = text[:_SAMPLE_CHARS]

    def fitness(delimiter: str) -> tuple[int, int]:
        rows = [row for row, _ in zip(_rows(sample, delimiter), range(_SAMPLE_ROWS), strict=False)]
        return _agreement(rows)

    return max(_DELIMITERS, key=fitness)


def _agreement(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, times = widths.most_common(1)[0]
    return times, width
