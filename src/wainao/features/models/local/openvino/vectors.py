"""A model that makes vectors."""

from __future__ import annotations

import threading
from typing import Any

from wainao.features.models.local.openvino.asked import Embedding
from wainao.features.models.local.openvino.engine import RefusedError


class Vectors:
    """`pipeline` is a TextEmbeddingPipeline, which does one thing at a time."""

    def __init__(self, pipeline: Any, tokenizer: Any, *, name: str, context_tokens: int) -> None:
        self._pipeline = pipeline
        self._tokenizer = tokenizer
        self._name = name
        self._context_tokens = context_tokens
        self._alone = threading.Lock()

    def embed(self, asked: Embedding) -> dict[str, Any]:
        """A vector for each text. Raises RefusedError for one that is too long: half of it would be left out."""
        with self._alone:
            counts = [self._tokenizer.encode(text).input_ids.shape[1] for text in asked.input]
            if (longest := max(counts, default=0)) > self._context_tokens:
                raise RefusedError(
                    f"A text has {longest} tokens and exceeds the available context, {self._context_tokens}."
                )
            vectors = self._pipeline.embed_documents(asked.input)
        return {
            "model": self._name,
            "data": [{"index": at, "embedding": list(vector)} for at, vector in enumerate(vectors)],
            "usage": {"prompt_tokens": sum(counts), "total_tokens": sum(counts)},
        }
