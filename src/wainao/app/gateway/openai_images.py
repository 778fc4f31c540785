"""OpenAI's pictures: `/v1/images/generations`."""

from __future__ import annotations

import time

from wainao.app.gateway.codec import Asked, Headers
from wainao.app.gateway.reading import check_replies, converted, model_of, read_object, stays, truth
from wainao.app.wire import to_json
from wainao.features.models.types import Image, ImageInput
from wainao.kernel import Outcome, UsageError

IMAGE = "models:image"


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    if truth(fields, "stream"):
        raise UsageError("stream is true, which pictures here cannot do. Leave it out: they come whole.")
    check_replies(fields)
    given = {
        "model": model_of(fields),
        "prompt": fields.pop("prompt", None),
        "n": fields.pop("n", None) or 1,
        "size": fields.pop("size", None),
        "more": {name: value for name, value in fields.items() if value is not None},
        "stay": stays(headers),
    }
    return Asked(capability=IMAGE, input=converted(given, ImageInput, "wish for a picture"), writer=Pictures())


class Pictures:
    """Writes pictures: their bytes as base64, or where they are."""

    def whole(self, outcome: Outcome) -> bytes:
        rows = [_row(image) for image in outcome.output.images]
        used = outcome.usage
        told = {"input_tokens": used.input_tokens, "output_tokens": used.output_tokens}
        told["total_tokens"] = used.input_tokens + used.output_tokens
        return to_json({"created": int(time.time()), "data": rows, "usage": told})


def _row(image: Image) -> dict[str, str]:
    told = {"b64_json": image.base64, "url": image.url, "revised_prompt": image.prompt}
    return {name: value for name, value in told.items() if value is not None}
