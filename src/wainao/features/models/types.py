"""The words of the models feature; messages, replies and vectors are in `wainao.types`.

In every input `model` names a route, empty is the default one; `more` holds further parameters, handed on as they are;
`stay` keeps what is in it on this machine: without a model here the call fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wainao.types import ChatInput, Json


@dataclass(frozen=True, kw_only=True, slots=True)
class ListInput:
    """Asks for everything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOutput:
    """The names of the models that the endpoint offers."""

    models: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteInput:
    """A text to be continued; with `suffix`, the gap before it is filled."""

    prompt: str
    model: str = ""
    suffix: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    stop: tuple[str, ...] = ()
    more: Json = field(default_factory=dict)
    stay: bool = False
    stream: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CountInput:
    """A conversation whose tokens are to be counted."""

    chat: ChatInput
    model: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CountOutput:
    """`exact`: the provider counted them; otherwise they are estimated from the text."""

    tokens: int
    exact: bool
    model: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RerankInput:
    """Texts to be put in order by how well they fit `query`; `top` asks for the best ones only."""

    query: str
    documents: tuple[str, ...]
    model: str = ""
    top: int | None = None
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """`index` counts the documents that were given from 0; `score` has whatever scale the model has, more is better."""

    index: int
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RerankOutput:
    """Best first."""

    results: tuple[Ranked, ...]
    model: str


SOUNDS = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
"""The formats of speech, and their media types."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeechInput:
    """A text to be spoken. `format` is one of `SOUNDS`, `speed` 1.0 the voice's own."""

    text: str
    voice: str
    model: str = ""
    format: str = "mp3"
    speed: float | None = None
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeechOutput:
    """Sound, in the format that `media_type` says."""

    content: bytes
    media_type: str
    model: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TranscribeInput:
    """A recording to write down. `name` tells its format ("memo.mp3"). `language` (ISO 639-1) and `prompt` help."""

    content: bytes
    name: str
    model: str = ""
    language: str | None = None
    prompt: str | None = None
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """What was said between two moments, in seconds from the beginning."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TranscribeOutput:
    """What was said; what the model does not tell is None or empty."""

    text: str
    model: str
    language: str | None = None
    duration_s: float | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageInput:
    """A picture to be made. `size` is "1024x1024" in pixels, or what else the model takes."""

    prompt: str
    model: str = ""
    n: int = 1
    size: str | None = None
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture, as base64 or as the address where its provider keeps it for a while. `prompt` if it was rewritten."""

    base64: str | None = None
    url: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageOutput:
    """The pictures, as many as were asked for."""

    images: tuple[Image, ...]
    model: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ModerateInput:
    """Texts to be judged by what they might do harm with."""

    texts: tuple[str, ...]
    model: str = ""
    more: Json = field(default_factory=dict)
    stay: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What a moderation model says of one text; `scores` lie between 0 and 1."""

    flagged: bool
    categories: Mapping[str, bool] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModerateOutput:
    """One for each text, in the same order."""

    results: tuple[Judgement, ...]
    model: str
