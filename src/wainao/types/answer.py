"""An answer and the evidence under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["documents", "model", "human", "none"]

Box = tuple[float, float, float, float]


AmendmentKind = Literal["wrong", "outdated", "replaced"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """What a person set right at one place of a document: the words there are `wrong` or `outdated` and nothing rests
    on them, or `text` stands for them now.

    `char_start` and `char_end` are places as in `Citation`, `fix` is the id of the source fix, `author` an actor's,
    `at` is UTC in ISO 8601.
    """

    fix: str
    kind: AmendmentKind
    char_start: int
    char_end: int
    text: str = ""
    author: str
    at: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """One quoted place in one version of one document.

    `page` counts from 1 (page, slide or sheet); lines count from 1, within the page where there are pages and within
    the file where there are none. `char_start` and `char_end` index the document's extracted text, half-open. `box` is
    (x0, y0, x1, y1) as fractions of the page's width and height, origin at the top left. `quote` is what the document
    says, to the letter; `amendments` are what people set right in it, in order.
    """

    document: str
    path: str
    version: str
    page: int | None = None
    section: str | None = None
    line_start: int | None = None
    line_end: int | None = None
    char_start: int
    char_end: int
    box: Box | None = None
    quote: str
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage(Citation):
    """A citation as search returns it: the whole passage and how well it fits. `text` is the quote as amended."""

    score: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence of an answer; `citations` index the answer's list, `supported` is None when nothing was checked."""

    text: str
    supported: bool | None = None
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """The next piece of an answer while it is being written.

    `of` tells apart what is written at once: "" is the answer, "thought" what a reasoning model thinks before it,
    "signature" what its provider signs that thought with (and the thought's end), "refusal" why it will not answer,
    "tool:0" the arguments of the first tool call; "/1" follows for the second of several replies. The first
    piece of a tool call says in `tool` which id and name it has.
    """

    text: str
    of: str = ""
    tool: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A whole answer. `origin` says who wrote it; "none" means the evidence did not carry one."""

    answer: str
    origin: Origin
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    model: str | None = None
