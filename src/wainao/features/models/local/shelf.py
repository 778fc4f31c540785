"""The models that are on this machine: a folder for each, with its weights and a note of how to run it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from wainao.features.models.local import gguf, ir
from wainao.kernel import NotFoundError, UsageError
from wainao.store.home import Home

NOTE = "model.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

Pooling = Literal["", "mean", "cls", "last", "rank"]
Engine = Literal["llama", "openvino"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalModel:
    """One model as it is run here; files are named relative to its folder.

    `engine` runs it: llama.cpp a GGUF file, OpenVINO a folder of its own format. `context_tokens` is what each of
    `parallel` conversations at once may hold; None: what the model was made for, up to 8,192. `threads` 0 takes all
    cores. `pooling` makes one vector of many; empty: as the model says. `sha256` is that of the weights, `source` says
    where they came from. llama.cpp alone has `adapters`, LoRA weights by their names, switched on for each request,
    and a `projector`, which lets a model see pictures.
    """

    name: str
    weights: str
    engine: Engine = "llama"
    context_tokens: int | None = None
    parallel: int = 2
    threads: int = 0
    pooling: Pooling = ""
    adapters: dict[str, str] = field(default_factory=dict)
    projector: str = ""
    sha256: str = ""
    source: str = ""
    licence: str = ""


class Shelf:
    """`models/` in the home."""

    def __init__(self, home: Home) -> None:
        self.path = home.path / "models"

    def folder(self, name: str) -> Path:
        """Where a model of that name is or would be. Raises UsageError for what cannot name one."""
        if not NAME.fullmatch(name):
            raise UsageError(
                f"A model on this machine cannot be called {name!r}: its name is a folder's too. Expected up to 64 "
                "letters, digits and any of . _ -, beginning with a letter or digit."
            )
        return self.path / name

    def names(self) -> tuple[str, ...]:
        if not self.path.is_dir():
            return ()
        return tuple(sorted(note.parent.name for note in self.path.glob(f"*/{NOTE}")))

    def get(self, name: str) -> LocalModel:
        """Raises NotFoundError when there is none of that name."""
        note = self.folder(name) / NOTE
        try:
            return msgspec.json.decode(note.read_bytes(), type=LocalModel)
        except FileNotFoundError:
            known = ", ".join(self.names()) or "none yet"
            raise NotFoundError(
                f"There is no model {name!r} on this machine. There are: {known}. Add it with 'wainao models add'."
            ) from None
        except msgspec.ValidationError as error:
            raise UsageError(
                f"{str(note)!r} is no note of a model: {error}. Correct it, or add the model again."
            ) from error

    def bytes(self, name: str) -> int:
        """What its files take on the disk. Raises NotFoundError."""
        self.get(name)
        return sum(file.stat().st_size for file in self.folder(name).iterdir() if file.is_file())

    def put(self, model: LocalModel) -> None:
        """Note how to run a model whose files are in its folder already. Raises UsageError when they make no sense."""
        folder = self.folder(model.name)
        for file in (model.weights, model.projector, *model.adapters.values()):
            if file and (Path(file).name != file or not (folder / file).is_file()):
                raise UsageError(f"The model {model.name!r} names the file {file!r}, which is not in its folder.")
        if model.engine == "openvino" and (model.adapters or model.projector):
            raise UsageError(
                f"The model {model.name!r} has adapters or a projector, and OpenVINO takes none here. Leave them out, "
                "or use a GGUF file of the model."
            )
        head(folder, model)
        draft = folder / f".{NOTE}"
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(model)))
        draft.replace(folder / NOTE)

    def remove(self, name: str) -> None:
        """Take a model and its files away. Raises NotFoundError."""
        self.get(name)
        shutil.rmtree(self.folder(name))


def head(folder: Path, model: LocalModel) -> gguf.Gguf | ir.Ir:
    """What its files say of it. Raises UsageError where they are not whole."""
    return gguf.read(folder / model.weights) if model.engine == "llama" else ir.read(folder)
