"""OpenAI's embeddings: `/v1/embeddings`."""

from __future__ import annotations

import struct
from base64 import b64encode
from typing import Any

from wainao.app.gateway.codec import Asked, Headers
from wainao.app.gateway.reading import converted, model_of, one_of, read_object, stays, texts
from wainao.app.wire import to_json
from wainao.kernel import Outcome, UsageError
from wainao.types import EmbedInput

EMBED = "models:embed"
FORMATS = ("float", "base64")
MAX_TEXTS = 2048


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    model, form = model_of(fields), one_of(fields, "encoding_format", FORMATS)
    given = {
        "model": model,
        "texts": texts(fields.pop("input", None), "input"),
        "dimensions": fields.pop("dimensions", None),
        "more": {name: value for name, value in fields.items() if value is not None},
        "stay": stays(headers),
    }
    if len(given["texts"]) > MAX_TEXTS:
        raise UsageError(f"The request holds {len(given['texts'])} texts. Send {MAX_TEXTS} at most.")
    return Asked(capability=EMBED, input=converted(given, EmbedInput, "embedding"), writer=Embeddings(model, form))


class Embeddings:
    """Writes vectors, as numbers or as base64."""

    def __init__(self, model: str, form: str) -> None:
        self._model = model
        self._form = form

    def whole(self, outcome: Outcome) -> bytes:
        rows = [
            {"object": "embedding", "index": at, "embedding": self._vector(vector)}
            for at, vector in enumerate(outcome.output.vectors)
        ]
        used = outcome.usage.input_tokens
        return to_json(
            {
                "object": "list",
                "data": rows,
                "model": self._model,
                "usage": {"prompt_tokens": used, "total_tokens": used},
            }
        )

    def _vector(self, vector: tuple[float, ...]) -> Any:
        """Numbers, or their 32-bit floats in little-endian order as base64, which is a quarter as long."""
        if self._form == "float":
            return vector
        return b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
