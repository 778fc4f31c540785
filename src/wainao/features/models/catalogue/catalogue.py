"""The catalogue as it is shipped: one file for each kind of model, read when somebody asks, once."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

import msgspec

from wainao.features.models.catalogue.entry import UNKNOWN, Entry, Licence, ModelKind
from wainao.kernel import NotFoundError

_MODALITIES: Mapping[str, tuple[list[str], list[str]]] = {
    "language": (["text"], ["text"]),
    "vision": (["text", "image"], ["text"]),
    "embedding": (["text"], ["vector"]),
    "rerank": (["text"], ["score"]),
    "speech": (["audio"], ["text"]),
    "image": (["text"], ["image"]),
    "video": (["text"], ["video"]),
}
"""What a model of a kind takes and gives unless it says otherwise."""

_FIELDS = frozenset(item.name for item in fields(Entry))


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """All models by their names, and all licences by theirs."""

    models: Mapping[str, Entry]
    licences: Mapping[str, Licence]

    def get(self, name: str) -> Entry:
        """Raises NotFoundError, with what may have been meant."""
        found = self.models.get(name.lower())
        if found is None:
            near = difflib.get_close_matches(name.lower(), self.models, n=3, cutoff=0.5)
            hint = f"Did you mean {', '.join(map(repr, near))}?" if near else "'wainao models catalogue' shows them."
            raise NotFoundError(f"There is no model {name!r} in the catalogue. {hint}")
        return found

    def licence(self, entry: Entry) -> Licence:
        return self.licences.get(entry.licence, UNKNOWN)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Raises ValueError where a file of it says what makes no sense: a bug in the package."""
    licences = {name: msgspec.convert({"id": name, **told}, Licence) for name, told in _file("licences").items()}
    models: dict[str, Entry] = {}
    for kind in get_args(ModelKind):
        for told in _models(kind):
            entry = _entry(told)
            if entry.name in models or entry.licence not in {"", *licences}:
                raise ValueError(f"The model {entry.name!r} is there twice, or its licence {entry.licence!r} is not.")
            models[entry.name] = entry
    return Catalogue(models=models, licences=licences)


def _models(kind: str) -> Iterator[dict[str, Any]]:
    """What stands of each model: its own fields, those of its family, those of the file."""
    file = _file(kind)
    takes, gives = _MODALITIES[kind]
    shared = {"kind": kind, "takes": takes, "gives": gives, **file}
    families = shared.pop("family")
    for family in families:
        of_family = {**shared, **family, "family": family["name"]}
        models = of_family.pop("models")
        for model in models:
            yield {**of_family, **model}


def _entry(told: dict[str, Any]) -> Entry:
    if unknown := set(told) - _FIELDS:
        raise ValueError(f"The model {told['name']!r} has the unknown fields {sorted(unknown)}.")
    if isinstance(released := told.get("released"), date):
        told["released"] = released.isoformat()
    if told.get("ms") == "=":
        told["ms"] = told["hf"]
    if told.get("gguf"):
        told["formats"] = [*told.get("formats", ()), "gguf"]
    return msgspec.convert(told, Entry)


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (files("wainao.features.models.catalogue") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    )
