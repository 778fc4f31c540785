"""Puts one model of OpenVINO's own format at work."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wainao.features.models.local import ir
from wainao.features.models.local.openvino.asked import Chat, Completion, Embedding
from wainao.features.models.local.openvino.server import Door, serve
from wainao.features.models.local.openvino.vectors import Vectors
from wainao.features.models.local.openvino.writer import Writer
from wainao.features.models.local.shelf import LocalModel

DEVICE = "CPU"
DEFAULT_CONTEXT_TOKENS = 8192
DEFAULT_VECTOR_TOKENS = 512
BLOCK_TOKENS = 32
"""How many tokens one block of the cache of keys and values holds on a processor."""
MIN_THREADS = 2
"""With one, OpenVINO divides by zero (openvinotoolkit/openvino#33300)."""


def start(folder: Path, model: LocalModel, key: str) -> tuple[int, object]:
    """The port on which the model is served, and what must be kept for as long as it is.

    Ends the process, saying why, where it cannot be served.
    """
    if len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)) < MIN_THREADS:
        sys.exit("OpenVINO needs two processor cores, and there is one. Use a GGUF file of the model instead")
    # It reports every use to Google Analytics, unless that part is missing: then it goes without.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own way to say "missing"
    import openvino_genai

    told = ir.read(folder)
    doors = (
        _writer(openvino_genai, folder, model, told)
        if told.made == "writing"
        else _vectors(openvino_genai, folder, model, told)
    )
    return serve(doors, key), doors


def _writer(genai: Any, folder: Path, model: LocalModel, told: ir.Ir) -> Mapping[str, Door]:
    context = model.context_tokens or min(told.context_tokens or DEFAULT_CONTEXT_TOKENS, DEFAULT_CONTEXT_TOKENS)
    scheduler = genai.SchedulerConfig()
    scheduler.num_kv_blocks = model.parallel * (context // BLOCK_TOKENS + 2)
    scheduler.max_num_seqs = model.parallel
    scheduler.enable_prefix_caching = True
    pipeline = genai.ContinuousBatchingPipeline(str(folder), scheduler, DEVICE, _properties(model))
    writer = Writer(genai, pipeline, name=model.name, parallel=model.parallel, context_tokens=context)
    return {
        "/v1/chat/completions": Door(takes=Chat, answer=writer.chat),
        "/v1/completions": Door(takes=Completion, answer=writer.complete),
    }


def _vectors(genai: Any, folder: Path, model: LocalModel, told: ir.Ir) -> Mapping[str, Door]:
    context = model.context_tokens or told.context_tokens or DEFAULT_VECTOR_TOKENS
    kinds = genai.TextEmbeddingPipeline.PoolingType
    pooling = {"cls": kinds.CLS, "last": kinds.LAST_TOKEN}.get(model.pooling or told.pooling, kinds.MEAN)
    config = genai.TextEmbeddingPipeline.Config(pooling_type=pooling, normalize=True, max_length=context)
    pipeline = genai.TextEmbeddingPipeline(str(folder), DEVICE, config, **_properties(model))
    vectors = Vectors(pipeline, genai.Tokenizer(str(folder)), name=model.name, context_tokens=context)
    return {"/v1/embeddings": Door(takes=Embedding, answer=vectors.embed)}


def _properties(model: LocalModel) -> dict[str, Any]:
    return {"INFERENCE_NUM_THREADS": max(model.threads, MIN_THREADS)} if model.threads else {}
