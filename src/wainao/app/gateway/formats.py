"""Every wire format by its address."""

from __future__ import annotations

from collections.abc import Mapping

from wainao.app.gateway import (
    anthropic_messages,
    failures,
    ollama,
    openai_audio,
    openai_chat,
    openai_completions,
    openai_embeddings,
    openai_images,
    openai_moderations,
    openai_responses,
    rerank,
)
from wainao.app.gateway.codec import Decode, Format

PING = b'event: ping\ndata: {"type":"ping"}\n\n'


def _openai(decode: Decode) -> Format:
    return Format(decode=decode, failure=failures.openai)


def _anthropic(decode: Decode) -> Format:
    return Format(decode=decode, failure=failures.anthropic, beat=PING)


def _ollama(decode: Decode) -> Format:
    return Format(decode=decode, failure=failures.ollama, beat=None)


FORMATS: Mapping[str, Format] = {
    "/v1/chat/completions": _openai(openai_chat.decode),
    "/v1/responses": _openai(openai_responses.decode),
    "/v1/completions": _openai(openai_completions.decode),
    "/v1/embeddings": _openai(openai_embeddings.decode),
    "/v1/moderations": _openai(openai_moderations.decode),
    "/v1/audio/speech": _openai(openai_audio.decode_speech),
    "/v1/audio/transcriptions": _openai(openai_audio.decode_transcription),
    "/v1/images/generations": _openai(openai_images.decode),
    "/v1/rerank": _openai(rerank.decode),
    "/v2/rerank": _openai(rerank.decode),
    "/v1/messages": _anthropic(anthropic_messages.decode),
    "/v1/messages/count_tokens": _anthropic(anthropic_messages.decode_count),
    "/api/chat": _ollama(ollama.decode_chat),
    "/api/generate": _ollama(ollama.decode_generate),
    "/api/embed": _ollama(ollama.decode_embed),
    "/api/embeddings": _ollama(ollama.decode_embed),
}
"""What is posted; `offer.py` has what is only looked at."""
