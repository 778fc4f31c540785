"""Names that a machine may use, out of whatever a description calls things."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

MAX_NAME = 64
"""Longer names of functions are refused by providers of models."""

MAX_BOX = 32

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNCLEAN = re.compile(r"[^a-z0-9]+")
_UNFIT = re.compile(r"[^\w.-]+")
_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def snake(text: str) -> str:
    """`text` in lower case Latin letters, digits and single underscores; "" where nothing is left of it.

    >>> snake("getPetById"), snake("Récupérer l'état"), snake("查询")
    ('get_pet_by_id', 'recuperer_l_etat', '')
    """
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _UNCLEAN.sub("_", _HUMP.sub("_", latin).lower()).strip("_")


def tool_name(operation_id: str, method: str, path: str, taken: Container[str]) -> str:
    """What the operation is called: by its id, or by its method and path where the id says nothing in Latin letters.

    The same operation gets the same name whenever it is imported; only of two that would share one, the later is marked
    by where it is.
    """
    own = snake(operation_id)
    mostly_latin = 2 * len(own) > len(operation_id)
    stem = own if own and mostly_latin else _by_place(method, path)
    name = _short(stem, method, path)
    return name if name not in taken else f"{name[: MAX_NAME - 9]}_{_mark(method, path)}"


def box_name(*candidates: str) -> str:
    """What a toolbox is called: the first candidate with Latin letters, whole words of it, in lower case.

    >>> box_name("", "eBay Finances API"), box_name("1Password Connect")
    ('ebay_finances', 'api_1password_connect')
    """
    for candidate in candidates:
        name = snake(candidate.lower()).removesuffix("_api")
        if name:
            name = name if name[0].isalpha() else f"api_{name}"
            whole, _, rest = name[: MAX_BOX + 1].rpartition("_")
            return name if len(name) <= MAX_BOX else whole or rest[:MAX_BOX]
    digest = hashlib.sha256("\n".join(candidates).encode()).hexdigest()
    return f"api_{digest[:8]}"


def argument_name(name: str, place: str, taken: Container[str]) -> str:
    """What the argument for a parameter or field is called: its own name without signs, in any script.

    One that another argument has already is marked by its place, then by a number.
    """
    clean = _UNFIT.sub("_", unicodedata.normalize("NFKC", name)).strip("_.-")[: MAX_NAME - 12] or place
    candidate, number = clean, 2
    while candidate in taken:
        candidate = f"{clean}_{place}" if number == 2 else f"{clean}_{place}_{number - 1}"
        number += 1
    return candidate


def _by_place(method: str, path: str) -> str:
    """`get_pets_by_id`, out of GET /pets/{id}."""
    place, _, query = path.partition("?")
    parts = [f"by_{snake(part)}" if "{" in part else snake(part) for part in place.split("/")]
    asked = [snake(name) for name in _TEMPLATE.findall(query)]
    words = [part for part in parts if part not in ("", "by_")] + (["by", *asked] if asked else [])
    return "_".join([method.lower(), *words]) if words else f"{method.lower()}_{_mark(method, path)}"


def _short(stem: str, method: str, path: str) -> str:
    if len(stem) <= MAX_NAME:
        return stem
    return f"{stem[: MAX_NAME - 9].rstrip('_')}_{_mark(method, path)}"


def _mark(method: str, path: str) -> str:
    return hashlib.sha256(f"{method.upper()} {path}".encode()).hexdigest()[:8]
