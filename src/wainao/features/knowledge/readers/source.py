"""What a reader is handed: the bytes of one file and how far it may go with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.settings import KnowledgeSettings


def _no_clock() -> None:
    """Nobody is timing this reading."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file. `more_time` is called before a step that gets a time limit of its own, such as a page of OCR."""

    name: str
    data: bytes
    settings: KnowledgeSettings
    more_time: Callable[[], None] = _no_clock

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    @property
    def suffix(self) -> str:
        """The extension in lower case, with its dot. A hint, never the truth."""
        return PurePath(self.name).suffix.lower()

    def broken(self, what: str, error: Exception) -> ReadError:
        """The error for content that looks like `what` and cannot be read to its end."""
        detail = str(error).strip().split("\n", 1)[0][:200]
        return ReadError(
            "broken",
            f"{self.name!r} looks like {what} but is cut off or damaged ({detail or type(error).__name__}). "
            "A complete file was expected: open it in its own program, save it again and add it once more.",
        )
