"""What an endpoint of OpenAI's protocol does besides writing: reranking, speech, pictures, moderation."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import msgspec

from wainao.features.models.engines.backend import Result, Tokens
from wainao.features.models.engines.line import JSON, Line
from wainao.features.models.engines.quirks import Quirks
from wainao.features.models.engines.told import Told
from wainao.features.models.engines.wire import Usage, tokens
from wainao.features.models.errors import ModelError
from wainao.features.models.types import (
    SOUNDS,
    Image,
    ImageInput,
    ImageOutput,
    Judgement,
    ModerateInput,
    ModerateOutput,
    Ranked,
    RerankInput,
    RerankOutput,
    Segment,
    SpeechInput,
    SpeechOutput,
    TranscribeInput,
    TranscribeOutput,
)
from wainao.kernel.errors import UsageError

MOST_PICTURES = 10
"""At once; OpenAI's own limit."""


class _Row(msgspec.Struct):
    index: int
    relevance_score: float | None = None
    score: float | None = None


class _Ranking(Told, kw_only=True):
    results: list[_Row] | None = None
    data: list[_Row] | None = None  # Voyage, and vLLM's /score
    model: str | None = None
    usage: Usage | None = None


class _Segment(msgspec.Struct):
    start: float = 0.0
    end: float = 0.0
    text: str = ""


class _Transcript(Told, kw_only=True):
    text: str = ""
    language: str | None = None
    duration: Annotated[float, msgspec.Meta(ge=0, le=10_000_000)] | None = None  # seconds: 116 days
    segments: list[_Segment] | None = None


class _Picture(msgspec.Struct):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class _Drawn(msgspec.Struct):
    input_tokens: int = 0
    output_tokens: int = 0


class _Pictures(Told, kw_only=True):
    data: list[_Picture] = msgspec.field(default_factory=list)
    images: list[_Picture] | None = None  # SiliconFlow
    usage: _Drawn | None = None


class _Judgement(msgspec.Struct):
    flagged: bool
    categories: dict[str, bool] = {}
    category_scores: dict[str, float] = {}


class _Judgements(Told, kw_only=True):
    results: list[_Judgement] = msgspec.field(default_factory=list)
    model: str | None = None


class Media:
    """Has a line and quirks; `Endpoint` adds what has to do with words."""

    def __init__(self, line: Line, quirks: Quirks) -> None:
        self.quirks = quirks
        self._line = line

    def close(self) -> None:
        self._line.egress.close()

    async def rerank(self, model: str, input: RerankInput) -> Result[RerankOutput]:
        body = {**input.more, "model": model, "query": input.query, "documents": input.documents}
        if input.top is not None:
            body["top_n"] = input.top
        async with self._line.post("/rerank", body) as reply:
            told = self._line.decoded(await reply.read(), _Ranking)
        rows = told.data if told.results is None else told.results
        if rows is None or any(not 0 <= row.index < len(input.documents) for row in rows):
            raise ModelError(f"The endpoint ranked other documents than the {len(input.documents)} it was sent.")
        ranked = [Ranked(index=row.index, score=_score(row)) for row in rows]
        ranked.sort(key=lambda one: -one.score)
        output = RerankOutput(results=tuple(ranked[: input.top]), model=told.model or model)
        return Result(output=output, tokens=_all_into(told.usage))

    async def speak(self, model: str, input: SpeechInput) -> Result[SpeechOutput]:
        body = {**input.more, "model": model, "input": input.text, "voice": input.voice}
        body["response_format"] = input.format
        if input.speed is not None:
            body["speed"] = input.speed
        async with self._line.post("/audio/speech", body) as reply:
            kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
            content = await reply.read()
        if kind == JSON or kind.startswith("text/"):
            self._line.decoded(content, Told)
            raise ModelError(f"The endpoint answered with {kind!r} and not with sound. Check that {model!r} speaks.")
        if not kind.startswith("audio/"):
            kind = SOUNDS.get(input.format, "application/octet-stream")
        return Result(output=SpeechOutput(content=content, media_type=kind, model=model))

    async def transcribe(self, model: str, input: TranscribeInput) -> Result[TranscribeOutput]:
        fields: dict[str, Any] = {"response_format": "json", **input.more, "model": model}
        fields |= {"language": input.language, "prompt": input.prompt}
        content, kind = _form(fields, input.name, input.content)
        async with self._line.send("POST", "/audio/transcriptions", content=content, content_type=kind) as reply:
            told = self._line.decoded(await reply.read(), _Transcript)
        segments = [Segment(start_s=one.start, end_s=one.end, text=one.text) for one in told.segments or ()]
        return Result(
            output=TranscribeOutput(
                text=told.text,
                model=model,
                language=told.language,
                duration_s=told.duration,
                segments=tuple(segments),
            )
        )

    async def draw(self, model: str, input: ImageInput) -> Result[ImageOutput]:
        if not 1 <= input.n <= MOST_PICTURES:
            raise UsageError(f"{input.n} pictures were asked for. Expected 1 to {MOST_PICTURES}: ask several times.")
        body = {**input.more, "model": model, "prompt": input.prompt, "n": input.n}
        if input.size is not None:
            body["size"] = input.size
        async with self._line.post("/images/generations", body) as reply:
            told = self._line.decoded(await reply.read(), _Pictures)
        made = [
            Image(base64=one.b64_json, url=one.url, prompt=one.revised_prompt) for one in told.data or told.images or ()
        ]
        if not made:
            raise ModelError(f"The endpoint sent no picture. Check that {model!r} makes pictures.")
        used = None
        if told.usage is not None:
            used = Tokens(input=max(0, told.usage.input_tokens), output=max(0, told.usage.output_tokens))
        return Result(output=ImageOutput(images=tuple(made), model=model), tokens=used)

    async def moderate(self, model: str, input: ModerateInput) -> Result[ModerateOutput]:
        async with self._line.post("/moderations", {**input.more, "model": model, "input": input.texts}) as reply:
            told = self._line.decoded(await reply.read(), _Judgements)
        if len(told.results) != len(input.texts):
            raise ModelError(f"The endpoint judged {len(told.results)} texts where it was sent {len(input.texts)}.")
        results = [
            Judgement(flagged=one.flagged, categories=one.categories, scores=one.category_scores)
            for one in told.results
        ]
        return Result(output=ModerateOutput(results=tuple(results), model=told.model or model))


def _score(row: _Row) -> float:
    return row.relevance_score if row.relevance_score is not None else row.score or 0.0


def _all_into(usage: Usage | None) -> Tokens | None:
    """The tokens of a reply that has no words: some endpoints only tell the total."""
    if usage is not None and usage.prompt_tokens is None and usage.total_tokens is not None:
        return Tokens(input=max(0, usage.total_tokens), output=0)
    return tokens(usage)


def _form(fields: dict[str, Any], name: str, content: bytes) -> tuple[bytes, str]:
    """A multipart/form-data body and its content type (RFC 7578)."""
    boundary = secrets.token_hex(16)
    parts = []
    for field, value in fields.items():
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one is not None:
                head = f'--{boundary}\r\ncontent-disposition: form-data; name="{_quoted(field)}"\r\n\r\n'
                parts.append(f"{head}{_plain(one)}\r\n".encode())
    head = f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{_quoted(name)}"\r\n'
    parts.append(f"{head}content-type: application/octet-stream\r\n\r\n".encode() + content)
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise UsageError(f"{value!r} cannot go into a form. Send text, numbers, true or false.")


def _quoted(name: str) -> str:
    """As browsers write names into a form: nothing in it ends the line or the quotes."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
