"""In which languages an embedder's vectors help to choose tools: measured, for no model says what it cannot read.

The built-in tools come with requests that they serve, in both languages. A model that understands a language finds
their tools by meaning alone; where it does not, or loses more of them than it wins, words decide alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import ToolIndex, sought
from wainao.features.tools.vectors import Vectors
from wainao.text import language_of
from wainao.types import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FEWEST = 12
"""Requests in a language without which nothing can be said of it."""
LEAST_FOUND = 0.5
"""Share of them that vectors alone must find. A good English model finds seven of ten, letters hashed at most half."""


def languages_read(tools: Sequence[Described], vectors: Mapping[str, Vectors], model: str) -> frozenset[Language]:
    """The languages in which `vectors`, by `model`, of all that is said of `tools` find what serves their samples."""
    bare = [replace(tool, samples=()) for tool in tools]
    by_words, by_both = ToolIndex(bare), ToolIndex(bare, vectors)
    trials = [(tool.name, sample) for tool in tools for sample in tool.samples]
    return frozenset(
        language
        for language in LANGUAGES
        if _helps(by_words, by_both, [one for one in trials if language_of(one[1]) == language], vectors, model)
    )


def _helps(
    by_words: ToolIndex,
    by_both: ToolIndex,
    trials: Sequence[tuple[str, str]],
    vectors: Mapping[str, Vectors],
    model: str,
) -> bool:
    alone = won = lost = 0
    for name, sample in trials:
        asked = vectors[sought(sample)][None, :]
        whole = by_both.evidence(by_both.read(sample), asked, model).whole
        alone += bool(whole.any()) and by_both.names[int(np.argmax(whole))] == name
        words = by_words.choose(sample, top=1).tools[0].name == name
        both = by_both.choose(sample, top=1, asked=asked, embedder=model).tools[0].name == name
        won, lost = won + (both and not words), lost + (words and not both)
    return len(trials) >= FEWEST and alone >= LEAST_FOUND * len(trials) and won >= lost
