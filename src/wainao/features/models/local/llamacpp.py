"""Puts one GGUF file at work in llama.cpp's own server, which the package xllamacpp brings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from wainao.features.models.local import gguf
from wainao.features.models.local.shelf import LocalModel

DEFAULT_CONTEXT_TOKENS = 8192
PROMPT_CACHE_MIB = 256
HTTP_THREADS = 64
"""Each connection holds one, working or kept; by default there are as many as conversations at once, and two."""


MEAN = 1
"""llama.cpp's number for models whose vectors are means."""


def start(folder: Path, model: LocalModel, key: str) -> tuple[int, object]:
    """The port on which the model is served, and what must be kept for as long as it is."""
    import xllamacpp

    server = xllamacpp.Server(_params(xllamacpp, folder, model, key))
    return int(server.listening_address.rsplit(":", 1)[1]), server


def _params(engine: Any, folder: Path, model: LocalModel, key: str) -> Any:
    told = gguf.read(folder / model.weights)
    context = model.context_tokens or min(told.context_tokens or DEFAULT_CONTEXT_TOKENS, DEFAULT_CONTEXT_TOKENS)
    params = engine.CommonParams()
    params.model.path = str(folder / model.weights)
    params.model_alias = {model.name}
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.offline, params.ui, params.warmup, params.verbosity = True, False, False, 0
    params.n_parallel, params.n_ctx = model.parallel, context * model.parallel
    params.cache_ram_mib, params.n_threads_http = PROMPT_CACHE_MIB, HTTP_THREADS
    params.use_jinja, params.embedding, params.endpoint_metrics = True, True, True
    params.cpuparams.n_threads = model.threads or os.cpu_count() or 1
    params.pooling_type = _pooling(engine, model, told.pooling)
    # Texts that share a step are cut to the shortest one's length, and then a mean is one of the rest alone; not so
    # where they share the memory, which conversations must not: each has a part that nobody else fills.
    params.kv_unified = model.pooling == "mean" or (not model.pooling and told.pooling == MEAN)
    if model.projector:
        params.mmproj.path = str(folder / model.projector)
    params.lora_init_without_apply = True
    params.lora_adapters = [_adapter(engine, folder / file) for file in model.adapters.values()]
    return params


def _pooling(engine: Any, model: LocalModel, told: int | None) -> Any:
    kinds = engine.llama_pooling_type
    if model.pooling:
        return getattr(kinds, f"LLAMA_POOLING_TYPE_{model.pooling.upper()}")
    return kinds.LLAMA_POOLING_TYPE_UNSPECIFIED if told else kinds.LLAMA_POOLING_TYPE_LAST


def _adapter(engine: Any, path: Path) -> Any:
    adapter = engine.CommonAdapterLoraInfo()
    adapter.path, adapter.scale = str(path), 0.0
    return adapter
