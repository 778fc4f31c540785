"""Plain text: real line numbers, paragraphs ended by empty lines."""

from __future__ import annotations

import re

from wainao.features.knowledge.readers.decoding import decode
from wainao.features.knowledge.readers.draft import Draft
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

# str.splitlines() also breaks at form feeds and separators, which no editor counts as lines.
LINE_BREAK = re.compile(r"\r\n|\r|\n")


def read(source: Source) -> Reading:
    draft = Draft(source)
    for number, line in enumerate(LINE_BREAK.split(decode(source)), 1):
        if line and not line.isspace():
            draft.line(line, line=number)
        else:
            draft.end_paragraph()
    return draft.finish(media_type="text/plain")
