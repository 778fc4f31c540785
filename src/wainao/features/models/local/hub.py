"""What a hub tells of a repository: its files, their sizes and their hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from wainao.features.models.catalogue.memory import BITS
from wainao.features.models.errors import ModelError
from wainao.features.models.local.source import GGUF, HubName, Source
from wainao.kernel import NotFoundError, UsageError
from wainao.store.egress import Egress, Limits

LIST_BYTES = 16 * 1024 * 1024
REDIRECTS = 5
_PREFERRED = ("Q4_K_M", "Q4_0", "Q5_K_M", "Q8_0", "MXFP4")
"""What is taken where nobody said which quantisation."""
_SHOWN = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Remote:
    """A file to be had; `bytes` and `sha256` as far as they are known."""

    url: str
    name: str
    bytes: int | None = None
    sha256: str = ""


class Hub:
    """Hugging Face, ModelScope, or a mirror of one at `base_url`."""

    def __init__(self, name: HubName, base_url: str) -> None:
        self._name = name
        self._base_url = base_url.rstrip("/")

    async def files(self, egress: Egress, repository: str) -> list[Remote]:
        """What it has. Raises NotFoundError, ModelError, and as sending does."""
        api = (
            f"/api/models/{repository}/tree/main?recursive=true"
            if self._name == "hf"
            else f"/api/v1/models/{repository}/repo/files?Revision=master&Recursive=true"
        )
        limits = Limits(max_bytes=LIST_BYTES)
        async with egress.send("GET", self._base_url + api, limits=limits, redirects=REDIRECTS) as reply:
            refuse_status(reply.status, f"{self._name}:{repository}")
            raw = await reply.read()
        try:
            return list(self._read(msgspec.json.decode(raw), repository))
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise ModelError(
                f"{self._base_url!r} answers with something else than a list of files ({type(error).__name__}). Check "
                f"the setting {self._name}_url under [models]."
            ) from error

    def _read(self, told: Any, repository: str) -> Iterable[Remote]:
        if self._name == "hf":
            for one in told:
                if one["type"] == "file":
                    large = one.get("lfs") or {}
                    yield self._remote(repository, one["path"], one["size"], large.get("oid", ""))
        else:
            for one in told["Data"]["Files"]:
                if one.get("Type") != "tree":
                    yield self._remote(repository, one["Path"], one["Size"], one.get("Sha256") or "")

    def _remote(self, repository: str, path: str, size: int, sha256: str) -> Remote:
        place = f"{repository}/resolve/main" if self._name == "hf" else f"models/{repository}/resolve/master"
        return Remote(url=f"{self._base_url}/{place}/{quote(path)}", name=path, bytes=int(size), sha256=sha256)


def choose(files: list[Remote], source: Source, quantisation: str) -> Remote:
    """The GGUF file that is meant: the named one, the one of that quantisation, the only one, or a usual one.

    Raises NotFoundError and UsageError, which say what there is.
    """
    whole = [one for one in files if _is_gguf(one) and "-of-0" not in one.name and not _is_projector(one)]
    told = ", ".join(one.name for one in whole[:_SHOWN]) or "no GGUF file in one piece"
    if source.file:
        found = next((one for one in whole if one.name == source.file), None)
        if found is None:
            raise NotFoundError(f"{source.told!r} is not there. The repository has: {told}. Name one of them.")
        return found
    for wanted in (quantisation,) if quantisation else _PREFERRED:
        fitting = [one for one in whole if wanted.upper() in one.name.upper().replace("-", "_")]
        if fitting:
            return min(fitting, key=lambda one: len(one.name))
    if len(whole) == 1 and not quantisation:
        return whole[0]
    raise UsageError(
        f"{source.told!r} does not say which file is meant{f' in {quantisation!r}' if quantisation else ''}. The "
        f"repository has: {told}. Name one of them after '#', or a quantisation such as {', '.join(list(BITS)[1:5])}."
    )


def projector(files: list[Remote]) -> Remote | None:
    """What lets a model see pictures, where the repository has it: the smallest in 16 bits, else the smallest."""
    found = sorted((one for one in files if _is_projector(one)), key=lambda one: one.bytes or 0)
    exact = [one for one in found if "F16" in one.name.upper()]
    return next(iter([*exact, *found]), None)


def _is_projector(one: Remote) -> bool:
    return _is_gguf(one) and "mmproj" in one.name.lower()


def _is_gguf(one: Remote) -> bool:
    return one.name.lower().endswith(GGUF)


def refuse_status(status: int, what: str) -> None:
    """Raises NotFoundError, UsageError or ModelError for a reply that brings nothing."""
    if status in (401, 403):
        raise UsageError(
            f"{what!r} is given only to those who accepted its terms at the hub ({status}). Accept them there, "
            "download the file in a browser, and add it by its path."
        )
    if status == 404:
        raise NotFoundError(f"{what!r} is not there (404). Check the name.")
    if status not in (200, 206):
        raise ModelError(f"{what!r} cannot be had now: the server answered {status}. Try again later.")
