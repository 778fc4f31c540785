"""Models in OpenVINO's own format, small enough to be made in a test: the tiny Llama, and one that makes vectors.

They are made in a process of their own, in which OpenVINO has nothing that could tell anybody.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

WEIGHTS = "openvino_model.bin"


def require_openvino() -> None:
    """Skip the test where there is no OpenVINO; it is looked for, not loaded."""
    if find_spec("openvino_genai") is None:
        pytest.skip("needs wainao[openvino]")


def write_tiny_ir(folder: Path, *, seed: int = 0) -> Path:
    """The tiny Llama in float16: OpenVINO reads the GGUF file, which stays beside it, and writes what it made of it."""
    require_openvino()
    return _made(folder, "writing", seed)


def write_tiny_vectors(folder: Path, *, seed: int = 0) -> Path:
    """A model that looks up a vector for each token, with the tiny Llama's tokenizer."""
    require_openvino()
    return _made(folder, "vectors", seed)


def _made(folder: Path, kind: str, seed: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, __file__, str(folder), kind, str(seed)], check=True, stdout=subprocess.DEVNULL)
    return folder


def _make(folder: Path, kind: str, seed: int) -> None:
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own way to say "missing"
    import openvino_genai

    from tiny_gguf import write_tiny_gguf

    path = write_tiny_gguf(folder / "weights.gguf", seed=seed, half=True)
    openvino_genai.LLMPipeline(str(path), "CPU", enable_save_ov_model=True)
    if kind == "vectors":
        _save_vectors(folder, seed)


def _save_vectors(folder: Path, seed: int) -> None:
    import numpy as np
    import openvino as ov
    from openvino import opset13 as op

    ids = op.parameter([-1, -1], ov.Type.i64, name="input_ids")
    mask = op.parameter([-1, -1], ov.Type.i64, name="attention_mask")
    for parameter, name in ((ids, "input_ids"), (mask, "attention_mask")):
        parameter.output(0).set_names({name})
    table = np.random.default_rng(seed).standard_normal((259, 32)).astype(np.float32)
    hidden = op.gather(op.constant(table), ids, op.constant(0))
    hidden.output(0).set_names({"last_hidden_state"})
    ov.save_model(ov.Model([hidden], [ids, mask]), folder / "openvino_model.xml")


if __name__ == "__main__":
    _make(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
