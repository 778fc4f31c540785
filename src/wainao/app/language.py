"""Which language to speak."""

from __future__ import annotations

from collections.abc import Mapping

from wainao.types import Language


def language(chosen: str, environ: Mapping[str, str]) -> Language:
    """The language that a setting means; "auto" asks the system."""
    if chosen == "auto":
        chosen = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"
