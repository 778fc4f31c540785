"""What the files of an OpenVINO model say of it, read without trusting a byte of them.

The format, "IR": https://docs.openvino.ai/2026/documentation/openvino-ir-format.html (versions 10 and 11). A model is a
folder: the network, its weights, its tokenizer as two more networks, and notes that Hugging Face's exporter leaves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wainao.kernel import UsageError

if TYPE_CHECKING:
    from lxml.etree import _Element

NETWORK, WEIGHTS = "openvino_model.xml", "openvino_model.bin"
POOLING = "pooling.json"
MAX_NETWORK_BYTES = 256 * 1024 * 1024
MAX_NOTE_BYTES = 1024 * 1024

NEEDED = (NETWORK, WEIGHTS, "openvino_tokenizer.xml", "openvino_tokenizer.bin")
KEPT = {
    name: name
    for name in (
        *NEEDED,
        "openvino_detokenizer.xml",
        "openvino_detokenizer.bin",
        "config.json",
        "generation_config.json",
        "openvino_config.json",
        "tokenizer_config.json",
        "chat_template.json",
        "chat_template.jinja",
    )
} | {"1_Pooling/config.json": POOLING}
"""Which files of a repository or folder are taken, and what they are called here; all but `NEEDED` may be missing."""

Made = Literal["writing", "vectors"]
Pooling = Literal["", "cls", "mean", "last"]

_POOLINGS: dict[str, Pooling] = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_lasttoken": "last",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ir:
    """`parameters` counts weights; `quantisation` is the type that most of them have; `context_tokens` is what the
    model was made for; `made` is what it is made for. Empty or None: the files do not say."""

    made: Made
    architecture: str
    parameters: int
    quantisation: str
    context_tokens: int | None
    pooling: Pooling
    licence: str = ""


def read(folder: Path) -> Ir:
    """Raises UsageError for a folder that holds no whole model of a kind that runs here."""
    for name in NEEDED:
        if not (folder / name).is_file():
            raise _wrong(folder, f"{name!r} is missing")
    try:
        network = _network(folder / NETWORK)
        counted = _weights(network, folder)
        made = _made(network, folder)
    except (ValueError, TypeError, OverflowError) as error:  # lxml's syntax errors are ValueErrors by its base class
        raise _wrong(folder, f"its network is damaged ({type(error).__name__})") from error
    except OSError as error:
        raise UsageError(f"{str(folder)!r} cannot be read: {error.strerror}. Check that it is there.") from error
    config = _note(folder / "config.json")
    context = config.get("max_position_embeddings")
    most = counted.most_common(1)
    return Ir(
        made=made,
        architecture=str(config.get("model_type", "")),
        parameters=counted.total(),
        quantisation=most[0][0].upper() if most else "",
        context_tokens=context if isinstance(context, int) and context > 0 else None,
        pooling=_pooling(folder),
    )


def _network(path: Path) -> _Element:
    """Entities stay unexpanded, no DTD is loaded, nothing is fetched."""
    from lxml import etree

    if path.stat().st_size > MAX_NETWORK_BYTES:
        raise ValueError("too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _weights(network: _Element, folder: Path) -> Counter[str]:
    """How many weights there are of each type; the file must be long enough for the last."""
    counted: Counter[str] = Counter()
    held = (folder / WEIGHTS).stat().st_size
    for layer, data in _layers(network, "Const"):
        end = int(data.get("offset", "0")) + int(data.get("size", "0"))
        if end > held:
            raise _wrong(folder, f"{layer.get('name')!r} ends at byte {end:,} of a file of {held:,}")
        shape = [int(size) for size in data.get("shape", "").split(",") if size.strip()]
        if len(shape) > 1 and shape[-1] > 1:  # what ends in 1 are the scales of the weights
            counted[data.get("element_type", "")] += math.prod(shape)
    return counted


def _made(network: _Element, folder: Path) -> Made:
    asked = {name for layer, _ in _layers(network, "Parameter") for name in _names(layer)}
    given = {name for port in network.iterfind(".//output/port") for name in port.get("names", "").split(",")}
    if "beam_idx" in asked and "logits" in given:
        return "writing"
    if {"last_hidden_state", "token_embeddings"} & given:
        return "vectors"
    raise _wrong(folder, "it neither writes (with its state inside) nor makes vectors")


def _layers(network: _Element, kind: str) -> Iterator[tuple[_Element, Any]]:
    for layer in network.iterfind("layers/layer"):
        if layer.get("type") == kind and (data := layer.find("data")) is not None:
            yield layer, data


def _names(layer: _Element) -> list[str]:
    return [layer.get("name", ""), *(port.get("names", "") for port in layer.iterfind("output/port"))]


def _pooling(folder: Path) -> Pooling:
    note = _note(folder / POOLING)
    return next((kind for name, kind in _POOLINGS.items() if note.get(name) is True), "")


def _note(path: Path) -> dict[str, Any]:
    """A note that may be missing."""
    try:
        if path.stat().st_size > MAX_NOTE_BYTES:
            raise ValueError("too long")
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (msgspec.MsgspecError, ValueError) as error:
        raise UsageError(f"{path.name!r} is no note in JSON: {error}. Download it again.") from error


def _wrong(folder: Path, why: str) -> UsageError:
    return UsageError(
        f"{folder.name!r} holds no whole OpenVINO model that runs here: {why}. Expected {', '.join(NEEDED)}, as "
        "'optimum-cli export openvino' makes them or a repository of the organisation OpenVINO has them."
    )
