"""The process in which one model runs: `python -m wainao.features.models.local.child MODEL_FOLDER RUN_FOLDER IDLE_S`.

It serves OpenAI's protocol on a loopback port of its own, behind a key of its own, and tells both in `RUN_FOLDER/NAME`.
While it lives it holds the lock beside that file. It ends by itself when nobody used it for a while, or when no process
has the home open any more: a native crash in here costs one model's answers, never the server.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from wainao.features.models.local.shelf import NOTE, LocalModel
from wainao.features.models.local.tenancy import Address, Tenancy
from wainao.store.process import anyone

LOOK_S = 1.0
"""How often it asks itself whether it is still needed."""

DEFAULT_CONTEXT_TOKENS = 8192
PROMPT_CACHE_MIB = 256
HTTP_THREADS = 64
"""Each connection holds one, working or kept; by default there are as many as conversations at once, and two."""


def main() -> None:
    folder, run, idle_s = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    model = msgspec.json.decode((folder / NOTE).read_bytes(), type=LocalModel)
    tenancy = Tenancy(run, model.name)
    if not tenancy.take():
        return  # somebody else was quicker
    key = secrets.token_hex(32)
    server = _started(folder, model, key)
    port = int(server.listening_address.rsplit(":", 1)[1])
    tenancy.tell(Address(port=port, key=key, pid=os.getpid(), bytes=memory_bytes()))
    while tenancy.unused_s() < idle_s and anyone(run.parent / "run"):
        time.sleep(LOOK_S)
    tenancy.leave()
    os._exit(0)  # the engine's threads have no other end


def _started(folder: Path, model: LocalModel, key: str) -> Any:
    import xllamacpp

    return xllamacpp.Server(_params(xllamacpp, folder, model, key))


def _params(engine: Any, folder: Path, model: LocalModel, key: str) -> Any:
    from wainao.features.models.local import gguf

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
    if model.projector:
        params.mmproj.path = str(folder / model.projector)
    params.lora_init_without_apply = True
    params.lora_adapters = [_adapter(engine, folder / file) for file in model.adapters.values()]
    return params


def _pooling(engine: Any, model: LocalModel, told: int | None) -> Any:
    kinds = engine.llama_pooling_type
    if model.pooling:
        return getattr(kinds, f"LLAMA_POOLING_TYPE_{model.pooling.upper()}")
    return kinds.LLAMA_POOLING_TYPE_UNSPECIFIED if told else kinds.LLAMA_POOLING_TYPE_MEAN


def _adapter(engine: Any, path: Path) -> Any:
    adapter = engine.CommonAdapterLoraInfo()
    adapter.path, adapter.scale = str(path), 0.0
    return adapter


def memory_bytes() -> int:
    """What this process takes now, weights that are mapped from their file included."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    main()
