"""A model of the catalogue, and the licence that it comes with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ModelKind = Literal["language", "vision", "embedding", "rerank", "speech", "image", "video"]
Modality = Literal["text", "image", "audio", "video", "vector", "score"]
Commercial = Literal["yes", "limited", "no", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """What a licence allows, in plain words; the licence itself decides.

    `restricts`: whoever takes the model has to say first that they accept it.
    """

    id: str
    title: str
    url: str
    commercial: Commercial
    zh: str
    en: str
    attribution: bool = False
    restricts: bool = False


UNKNOWN = Licence(
    id="",
    title="",
    url="",
    commercial="unknown",
    restricts=True,
    zh="许可不详：使用前请读模型卡。",
    en="The licence is not known: read the model's card before you use it.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One model; what is None or empty is not known.

    `billions` of parameters, of which `active_billions` work on each token (None: all). `released` is a date, or as
    much of one as is known. `hf` and `ms` are its ids at Hugging Face and ModelScope, `gguf` that of a repository with
    GGUF files of it. `shape` is its layers, its key-value heads and the size of a head. `source` says where more facts
    than those of its model card come from.
    """

    name: str
    kind: ModelKind
    family: str
    organisation: str
    source: str
    takes: tuple[Modality, ...]
    gives: tuple[Modality, ...]
    hf: str
    ms: str = ""
    gguf: str = ""
    billions: float | None = None
    active_billions: float | None = None
    context_tokens: int | None = None
    dimensions: int | None = None
    languages: str = ""
    licence: str = ""
    released: str = ""
    formats: tuple[str, ...] = ()
    shape: tuple[int, int, int] | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The public pages that its facts are from: its card at each hub, and what its makers wrote."""
        cards = [f"https://huggingface.co/{self.hf}"]
        if self.ms:
            cards.append(f"https://modelscope.cn/models/{self.ms}")
        return tuple(dict.fromkeys([*cards, self.source]))
