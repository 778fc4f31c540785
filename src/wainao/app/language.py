"""Which language to speak."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wainao.types import Language

_RANGE = re.compile(r"\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)


def language(chosen: str, environ: Mapping[str, str]) -> Language:
    """The language that a setting means; "auto" asks the system, as does what is none of ours."""
    if not chosen.lower().startswith(("zh", "en")):
        chosen = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def preferred(headers: Mapping[str, str]) -> Language | None:
    """Which of our languages a client prefers, if it says so: by `Accept-Language`."""
    best: tuple[float, Language | None] = (0.0, None)
    for told in headers.get("accept-language", "").split(","):
        if found := _RANGE.fullmatch(told):
            language: Language | None = "zh" if found[1].lower() == "zh" else "en" if found[1].lower() == "en" else None
            weight = float(found[2] or 1)
            if language is not None and weight > best[0]:
                best = (weight, language)
    return best[1]
