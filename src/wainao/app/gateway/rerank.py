"""Reranking as Jina and Cohere have it: `/v1/rerank`, `/v2/rerank`."""

from __future__ import annotations

from typing import Any

from wainao.app.gateway.codec import Asked, Headers
from wainao.app.gateway.reading import converted, model_of, read_object, stays
from wainao.app.wire import to_json
from wainao.features.models.types import RerankInput
from wainao.kernel import Outcome, UsageError

RERANK = "models:rerank"


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    model = model_of(fields)
    documents = fields.pop("documents", None)
    plain = [_text(one) for one in documents] if isinstance(documents, list) else documents
    returns = fields.pop("return_documents", None) is True
    given = {
        "model": model,
        "query": fields.pop("query", None),
        "documents": plain,
        "top": fields.pop("top_n", None),
        "more": {name: value for name, value in fields.items() if value is not None},
        "stay": stays(headers),
    }
    input = converted(given, RerankInput, "reranking")
    return Asked(capability=RERANK, input=input, writer=Ranking(model, documents if returns else None))


class Ranking:
    """Writes the order, with the documents if they are wanted back."""

    def __init__(self, model: str, documents: list[Any] | None) -> None:
        self._model = model
        self._documents = documents

    def whole(self, outcome: Outcome) -> bytes:
        rows = [self._row(one.index, one.score) for one in outcome.output.results]
        used = outcome.usage.input_tokens
        return to_json(
            {
                "id": f"rerank-{outcome.receipt}",
                "model": self._model,
                "results": rows,
                "usage": {"total_tokens": used},
                "meta": {"api_version": {"version": "2"}, "tokens": {"input_tokens": used}},
            }
        )

    def _row(self, index: int, score: float) -> dict[str, Any]:
        row: dict[str, Any] = {"index": index, "relevance_score": score}
        if self._documents is not None:
            one = self._documents[index]
            row["document"] = {"text": one} if isinstance(one, str) else one
        return row


def _text(document: Any) -> Any:
    """A document is text, or an object with text in it."""
    if not isinstance(document, dict):
        return document
    if not isinstance(document.get("text"), str):
        raise UsageError(f"A document is {document!r:.80}. Expected text, or an object with it in 'text'.")
    return document["text"]
