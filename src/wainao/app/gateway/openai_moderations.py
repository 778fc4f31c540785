"""OpenAI's moderations: `/v1/moderations`."""

from __future__ import annotations

from typing import Any

from wainao.app.gateway.codec import Asked, Headers
from wainao.app.gateway.reading import converted, read_object, stays, texts
from wainao.app.wire import to_json
from wainao.features.models.types import ModerateInput
from wainao.kernel import Outcome, UsageError

MODERATE = "models:moderate"


def decode(raw: bytes, headers: Headers) -> Asked:
    """Raises UsageError."""
    fields = read_object(raw)
    given = fields.pop("input", None)
    if isinstance(given, list):
        given = [_text(one) for one in given]
    told = {
        "model": fields.pop("model", None) or "",
        "texts": texts(given, "input"),
        "more": {name: value for name, value in fields.items() if value is not None},
        "stay": stays(headers),
    }
    return Asked(capability=MODERATE, input=converted(told, ModerateInput, "moderation"), writer=Judgements())


class Judgements:
    """Writes what a moderation model said of each text."""

    def whole(self, outcome: Outcome) -> bytes:
        rows = [
            {"flagged": one.flagged, "categories": one.categories, "category_scores": one.scores}
            for one in outcome.output.results
        ]
        return to_json({"id": f"modr-{outcome.receipt}", "model": outcome.output.model, "results": rows})


def _text(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    if part.get("type") != "text":
        raise UsageError(f"A part of the type {part.get('type')!r} was sent. Only text is judged here: send text.")
    return part.get("text")
