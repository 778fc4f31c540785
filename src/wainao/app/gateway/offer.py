"""Which models there are, as OpenAI's, Anthropic's and Ollama's clients ask for them."""

from __future__ import annotations

from typing import Any

import wainao
from wainao.app.gateway.codec import ASK, MODEL
from wainao.app.gateway.reading import read_object
from wainao.app.wire import read_input
from wainao.kernel import Kernel, NotFoundError, UsageError
from wainao.types import Actor

LIST = "models:list"

_LONG_AGO = "1970-01-01T00:00:00Z"
"""Nobody keeps when a model was made; the formats want a moment."""


async def names(kernel: Kernel, actor: Actor) -> list[str]:
    """What this actor may put into `model`."""
    found = [MODEL] if ASK in kernel else []
    if LIST in kernel:
        outcome = await kernel.run(LIST, read_input(kernel.spec(LIST), {}), actor=actor)
        found += outcome.output.models
    return found


def listed(names: list[str]) -> dict[str, Any]:
    """One list for OpenAI's clients and Anthropic's: each finds its own fields in it."""
    rows = [described(name) for name in names]
    ends = {"first_id": names[0], "last_id": names[-1]} if names else {"first_id": None, "last_id": None}
    return {"object": "list", "data": rows, "has_more": False, **ends}


def described(name: str) -> dict[str, Any]:
    """One model, for clients of OpenAI and of Anthropic."""
    ours = {"id": name, "object": "model", "created": 0, "owned_by": "wainao"}
    return ours | {"type": "model", "display_name": name, "created_at": _LONG_AGO}


def tags(names: list[str]) -> dict[str, Any]:
    """Ollama's list."""
    details = {"format": "", "family": "", "families": None, "parameter_size": "", "quantization_level": ""}
    rows = [
        {"name": name, "model": name, "modified_at": _LONG_AGO, "size": 0, "digest": "", "details": details}
        for name in names
    ]
    return {"models": rows}


def shown(raw: bytes, names: list[str]) -> dict[str, Any]:
    """Ollama's description of one model. Raises NotFoundError."""
    fields = read_object(raw)
    name = fields.get("model") or fields.get("name")
    if not isinstance(name, str):
        raise UsageError(f"The field 'model' is {name!r:.80}. Name a model.")
    # Ollama's clients add the tag that it means anyway.
    found = next((one for one in (name, name.removesuffix(":latest")) if one in names), None)
    if found is None:
        raise missing(name, names)
    details = {"format": "", "family": "", "parameter_size": "", "quantization_level": ""}
    told = {"modelfile": "", "parameters": "", "template": "", "details": details, "model_info": {}}
    return told | {"capabilities": ["completion"], "modified_at": _LONG_AGO}


def version() -> dict[str, Any]:
    """What Ollama's clients ask before anything else."""
    return {"version": wainao.__version__}


def missing(name: str, names: list[str]) -> NotFoundError:
    """Whoever asks for a model that is not there gets to know which are."""
    known = " or ".join(map(repr, names)) or "none yet"
    return NotFoundError(f"There is no model {name!r}. Expected {known}: put that into 'model'.")
