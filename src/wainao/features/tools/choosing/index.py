"""The index of tools: they come and go, learn samples, and the best for a request are chosen in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wainao.features.tools.choosing import abstaining, needs
from wainao.features.tools.choosing.abstaining import Signs
from wainao.features.tools.choosing.covering import served
from wainao.features.tools.choosing.described import Described, fields_of, parameter_words, split_name
from wainao.features.tools.choosing.lexicon import DIMENSION, Vectors, Word, lexicon, unit
from wainao.features.tools.choosing.postings import Integers, Postings
from wainao.features.tools.choosing.ranking import (
    FIELD_SHARES,
    LOOKED_AT,
    Evidence,
    faded,
    weights_for,
)
from wainao.features.tools.choosing.reading import MOST_CHARACTERS, Reading, rarity
from wainao.features.tools.choosing.samples import Samples
from wainao.features.tools.choosing.standing import Standing
from wainao.features.tools.choosing.wishes import wishes
from wainao.text import fold, language_of, terms
from wainao.types import Language

USUAL_LENGTHS = (0, 14, 40)
"""Of label, description and parameters, in terms."""

MOST_EMBEDDED = 2_000
"""Characters of a tool that an embedder is given; few read more."""
MOST_REASONS = 5
WORTH_TELLING = 0.2
"""What a word has to tell among these tools to be named as a reason."""
LIKE = 0.36
"""How far a tool has to say a word for it to be named as a reason."""


class Chosen(NamedTuple):
    """A tool that may fit. `score` orders one list; `why` are the words of the request that speak for it."""

    name: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The best tools, best first.

    `confidence`, 0 to 1, is how likely one of them serves the request at all; `none_fits` says that this is too little
    to propose any without a word.
    """

    tools: tuple[Chosen, ...]
    none_fits: bool
    confidence: float


class ToolIndex:
    """Holds no text of a tool but its name. Vectors of an embedder, where there is one, are given by the caller."""

    def __init__(self, tools: Iterable[Described] = (), vectors: Mapping[str, Vectors] | None = None) -> None:
        self._names: list[str] = []
        self._rows: dict[str, int] = {}
        self._labels: list[Integers] = []
        self._words: list[Integers] = []
        self._meanings: Vectors = np.zeros((0, DIMENSION), np.float32)
        self._postings = Postings(USUAL_LENGTHS)
        self._samples = Samples()
        self._placed: Vectors | None = None
        self._heard: NDArray[np.bool_] | None = None
        self.add(tools, vectors)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    @property
    def names(self) -> tuple[str, ...]:
        """In the order in which they came."""
        return tuple(self._names)

    def add(self, tools: Iterable[Described], vectors: Mapping[str, Vectors] | None = None) -> None:
        """Take in tools; one that is there under its name is replaced, with its samples.

        `vectors` are an embedder's, of the texts (`tool_texts`) that have one.
        """
        coming, known = {tool.name: tool for tool in tools}, vectors or {}
        self.remove(coming)
        meanings = [self._take_in(tool, known) for tool in coming.values()]
        if meanings:
            self._meanings = np.concatenate([self._meanings, np.array(meanings)])
            if self._placed is not None:  # a row for each tool, also for one that has no vector yet
                self._placed_at(self._placed.shape[1])
        texts = {name: tool_text(tool) for name, tool in coming.items()}
        self.place({name: known[text] for name, text in texts.items() if text in known})

    def remove(self, names: Iterable[str]) -> None:
        """Forget tools; names that are not there are none of its business."""
        gone = [row for name in names if (row := self._rows.get(name)) is not None]
        if not gone:
            return
        kept = np.ones(len(self), bool)
        kept[gone] = False
        self._postings.keep(kept)
        self._samples.keep(kept)
        self._meanings = self._meanings[kept]
        if self._placed is not None:
            self._placed = self._placed[kept]
        self._heard = None
        self._labels = [label for label, stays in zip(self._labels, kept, strict=True) if stays]
        self._words = [words for words, stays in zip(self._words, kept, strict=True) if stays]
        self._names = [name for name, stays in zip(self._names, kept, strict=True) if stays]
        self._rows = {name: row for row, name in enumerate(self._names)}

    def learn(self, name: str, request: str, vector: Vectors | None = None) -> None:
        """`request` was served by the tool `name`; `vector` is an embedder's. Raises KeyError for a tool unknown."""
        meaning = lexicon().meaning([word.form for word in lexicon().words(request)])
        self._samples.add(self._rows[name], terms(request), meaning, vector)

    def place(self, vectors: Mapping[str, Vectors]) -> None:
        """The vector of an embedder for each tool, of `tool_text`; all of one length."""
        self._heard = None
        for name, vector in vectors.items():
            self._placed_at(len(vector))[self._rows[name]] = unit(np.asarray(vector, np.float32))

    def choose(self, request: str, *, top: int = 3, asked: Vectors | None = None, embedder: str = "") -> Choice:
        """The `top` tools for `request`.

        `asked` are the vectors of `asked_texts(request)` by `embedder`; without them, or where no tool was placed,
        words decide alone.
        """
        if not len(self):
            return Choice(tools=(), none_fits=True, confidence=0.0)
        reading = self.read(request)
        evidence = self.evidence(reading, asked, embedder)
        weights = weights_for(evidence)
        scores = weights.score(evidence)
        judge = abstaining.EMBEDDED if evidence.embedded else abstaining.BY_WORDS
        confidence = judge.confidence(Signs.of(evidence, scores, weights.steady(evidence)))
        best = np.argsort(-scores, kind="stable")[:top].tolist()
        return Choice(
            tools=tuple(
                Chosen(self._names[row], round(float(scores[row]), 4), self._why(reading, row)) for row in best
            ),
            none_fits=confidence < judge.least,
            confidence=round(confidence, 4),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of it, to be written down."""
        placed = np.zeros((0, 0), np.float32) if self._placed is None else self._placed
        return {
            "names": packed(self._names),
            "terms": packed(self._postings.numbers),
            "sample_terms": packed(self._samples.terms),
            **_flat("labels", self._labels),
            **_flat("words", self._words),
            "meanings": self._meanings,
            "placed": placed,
            **{f"postings_{name}": array for name, array in self._postings.arrays().items()},
            **{f"samples_{name}": array for name, array in self._samples.arrays().items()},
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> ToolIndex:
        """What `arrays` had written down."""
        made = cls()
        made._names = unpacked(arrays["names"])
        made._rows = {name: row for row, name in enumerate(made._names)}
        made._labels, made._words = _apart("labels", arrays), _apart("words", arrays)
        made._meanings = arrays["meanings"]
        made._placed = arrays["placed"] if arrays["placed"].size else None
        made._postings = Postings.of(USUAL_LENGTHS, unpacked(arrays["terms"]), _with("postings_", arrays))
        made._samples = Samples.of(unpacked(arrays["sample_terms"]), _with("samples_", arrays))
        return made

    def read(self, request: str) -> Reading:
        return Reading.of(request, self._rarity)

    def evidence(self, reading: Reading, asked: Vectors | None = None, embedder: str = "") -> Evidence:
        """What speaks for each tool, in the order in which they came."""
        standing = self._standing(asked, embedder)
        words = self._postings.scores(reading.weights, FIELD_SHARES, len(self))
        found = Evidence(
            words=words,
            meaning=self._meanings @ reading.need,
            label=np.zeros(len(self), np.float32),
            samples=self._samples.voices(reading.terms, reading.meaning, asked, len(self)),
            served=np.zeros(len(self), np.float32),
            whole=faded(standing.whole, words),
            wish=standing.nearest,
            said=self._meanings @ reading.meaning,
            alone=standing.whole,
        )
        rough = weights_for(found).score(found)
        close = np.argpartition(-rough, LOOKED_AT)[:LOOKED_AT] if len(self) > LOOKED_AT else np.arange(len(self))
        found.label[close] = self._label(reading, close.tolist())
        if reading.wishes:
            spoken = [self._postings.scores(wish, FIELD_SHARES, len(self))[close] for wish in reading.wishes]
            found.served[close] = served(spoken, [out[close] for out in standing.wishes])
        return found

    def _standing(self, asked: Vectors | None, embedder: str) -> Standing:
        if asked is None or self._placed is None or self._placed.shape[1] != asked.shape[1]:
            return Standing.none(len(self))
        needed = needs.turned(np.asarray(asked, np.float32), embedder)
        cosines = (self._placed_at(asked.shape[1]) @ needed.T).T  # [request and wishes, tools]
        if self._heard is None or len(self._heard) != len(self):
            self._heard = np.asarray(self._placed.any(axis=1), np.bool_)
        return Standing.of(cosines, self._heard)

    def _placed_at(self, dimension: int) -> Vectors:
        """A vector for each tool, zeros where none was given. Vectors of another length are another embedder's."""
        if self._placed is None or self._placed.shape[1] != dimension:
            self._placed = np.zeros((len(self), dimension), np.float32)
        missing = np.zeros((len(self) - len(self._placed), dimension), np.float32)
        if len(missing):
            self._placed = np.concatenate([self._placed, missing])
        return self._placed

    def _label(self, reading: Reading, rows: list[int]) -> Vectors:
        """The share of each label's words that the request says: of each word as far as the likest word is like it."""
        labels = [self._labels[row] for row in rows]
        used, places = np.unique(np.concatenate([*labels, np.zeros(0, np.int32)]), return_inverse=True)
        best, worth = self._alike(reading, used), self._worth(used)
        owners = np.repeat(np.arange(len(rows)), [len(label) for label in labels])
        got = np.bincount(owners, (best * worth)[places], minlength=len(rows))
        whole = np.bincount(owners, worth[places], minlength=len(rows))
        return (got / np.maximum(whole, 1e-6)).astype(np.float32)

    def _alike(self, reading: Reading, numbers: Integers) -> Vectors:
        """Of each word of the lexicon, how like the likest telling word of the request is."""
        said = lexicon().known(word.form for word in reading.words)
        if not len(said):
            return np.zeros(len(numbers), np.float32)
        worth = self._worth(said)
        alike = np.maximum(lexicon().vectors(numbers) @ lexicon().vectors(said).T, 0) ** 2
        best: Vectors = (alike * (worth / max(float(worth.max()), 1e-6))).max(axis=1)
        return best

    def _worth(self, numbers: Integers) -> Vectors:
        """What each word of the lexicon tells among these tools."""
        rare = [self._rarity(lexicon().forms[number]) for number in numbers.tolist()]
        return np.array(rare, np.float32) * lexicon().telling[numbers]

    def _rarity(self, term: str) -> float:
        return rarity(self._postings.count(term), len(self))

    def _take_in(self, tool: Described, vectors: Mapping[str, Vectors]) -> Vectors:
        """Notes a new tool down in the next row; what it means as a whole."""
        row = self._rows.setdefault(tool.name, len(self))
        self._names.append(tool.name)
        fields = (tool.label, tool.description, " ".join(parameter_words(tool.parameters)))
        read = [terms(text) for text in fields]
        self._postings.add(row, [[*read[0], fold(tool.name)], *read[1:]])
        words = [[word.form for word in lexicon().words(text)] for text in fields[:2]]
        self._labels.append(np.unique(lexicon().known(words[0])))
        self._words.append(np.unique(lexicon().known([*words[0], *words[1]])))
        for sample in tool.samples:
            self.learn(tool.name, sample, vectors.get(sought(sample)))
        return lexicon().meaning([*words[0], *words[1]])

    def _why(self, reading: Reading, row: int) -> tuple[str, ...]:
        """The words of the request that are the tool's, too, or like one in its name; the most telling first."""
        speaking = {}
        for word in reading.words:
            tells = self._rarity(word.form) * lexicon().tells(word.form)
            if tells >= WORTH_TELLING and self._says(row, word) >= LIKE:
                speaking[word.written] = tells
        return tuple(sorted(speaking, key=lambda written: -speaking[written])[:MOST_REASONS])

    def _says(self, row: int, word: Word) -> float:
        """How far a tool says a word, 0 to 1: itself, or the likest word of its label and description."""
        if all(self._postings.has(row, term) for term in terms(word.written)):
            return 1.0
        number = lexicon().known([word.form])
        if not len(number) or not len(self._words[row]):
            return 0.0
        alike = lexicon().vectors(self._words[row]) @ lexicon().vectors(number)[0]
        return max(float(alike.max()), 0.0) ** 2


def packed(words: Iterable[str]) -> NDArray[np.uint8]:
    """Strings without line breaks, as one array of bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _flat(name: str, lists: list[Integers]) -> dict[str, NDArray[Any]]:
    """Lists of numbers as one, and where each ends."""
    ends = np.cumsum([len(numbers) for numbers in lists], dtype=np.int64)
    return {name: np.concatenate([*lists, np.zeros(0, np.int32)]), f"{name}_ends": ends}


def _apart(name: str, arrays: Mapping[str, NDArray[Any]]) -> list[Integers]:
    ends = arrays[f"{name}_ends"]
    return np.split(arrays[name], ends[:-1]) if len(ends) else []


def _with(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def tool_text(tool: Described) -> str:
    """What an embedder is given of a tool: what is said of it, then the names of its parameters."""
    parameters = "; ".join(split_name(str(name)) for name in fields_of(tool.parameters))
    return f"{tool.spoken or f'{tool.label} {tool.description}'} {parameters}".rstrip()[:MOST_EMBEDDED]


def tool_texts(tool: Described) -> tuple[str, ...]:
    """All texts of a tool that an embedder may read: itself, then the requests that it is known to have served."""
    return (tool_text(tool), *map(sought, tool.samples))


def sought(request: str) -> str:
    """What an embedder is given of a request or a sample: it is to look for a tool, not for another request."""
    return _BEFORE[language_of(request)] + request


def asked_texts(request: str) -> list[str]:
    """What an embedder is given of a request: the whole, then each wish where it has several."""
    request = request[:MOST_CHARACTERS]
    return [sought(text) for text in (request, *wishes(request))]


_BEFORE: dict[Language, str] = {"en": "A tool to help with this request: ", "zh": "能帮忙办这件事的工具："}
