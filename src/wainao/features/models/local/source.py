"""Where a model comes from, as a person writes it: a file, a name of the catalogue, a hub's id, an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from wainao.kernel import UsageError

HubName = Literal["hf", "ms"]
Kind = Literal["file", "name", "hub", "url"]

GGUF = ".gguf"
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """`where` is a path, a name, a repository ("Qwen/Qwen3-4B-GGUF") or an address; `file` one of a repository."""

    kind: Kind
    where: str
    file: str = ""
    hub: HubName = "hf"

    @property
    def told(self) -> str:
        """As it was written, for the record: an address without its query, which may be signed."""
        if self.kind == "hub":
            return f"{self.hub}:{self.where}" + (f"#{self.file}" if self.file else "")
        return self.where.partition("?")[0] if self.kind == "url" else self.where

    @property
    def name(self) -> str:
        """What the model is called if nobody says otherwise."""
        if self.kind == "name":
            return self.where
        last = self.file or (urlsplit(self.where).path if self.kind == "url" else self.where)
        stem = last.replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(GGUF)
        return _STRANGE.sub("-", stem).strip("-._").lower()[:_LONGEST_NAME]


def read_source(text: str) -> Source:
    """`hf:org/repo#file`, `ms:org/repo#file`, `https://…`, the path of a file or folder, or a name of the catalogue.

    Raises UsageError for a hub's id that is none.
    """
    before, colon, after = text.partition(":")
    if colon and before in ("hf", "ms"):
        repository, _, file = after.partition("#")
        if not _REPOSITORY.fullmatch(repository):
            raise UsageError(
                f"{text!r} names no repository of a hub. Expected something like hf:Qwen/Qwen3-4B-GGUF, with #FILE "
                "after it if one of its files is meant."
            )
        return Source(kind="hub", where=repository, file=file, hub="hf" if before == "hf" else "ms")
    if before in ("https", "http") and after.startswith("//"):
        return Source(kind="url", where=text)
    if text.lower().endswith(GGUF) or Path(text).name != text:
        return Source(kind="file", where=text)
    return Source(kind="name", where=text)
