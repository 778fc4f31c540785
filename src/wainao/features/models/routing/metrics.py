"""How busy a server of the firm's own is, out of what it tells Prometheus."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_SAMPLE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+(\S+)", re.MULTILINE)

# vLLM's and SGLang's own names, older ones too; llama.cpp's server; Ray Serve's.
_RUNNING = frozenset(
    {
        "vllm:num_requests_running",
        "sglang:num_running_reqs",
        "llamacpp:requests_processing",
        "ray_serve_replica_processing_queries",
        "serve_replica_processing_queries",
    }
)
_WAITING = frozenset(
    {
        "vllm:num_requests_waiting",
        "sglang:num_queue_reqs",
        "llamacpp:requests_deferred",
        "ray_serve_deployment_queued_queries",
        "serve_deployment_queued_queries",
    }
)
_CACHE = frozenset(
    {
        "vllm:kv_cache_usage_perc",
        "vllm:gpu_cache_usage_perc",
        "sglang:token_usage",
        "llamacpp:kv_cache_usage_ratio",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """Requests under way and in line, over all replicas, and the fullest cache (0 to 1); None: it does not say."""

    running: int | None = None
    waiting: int | None = None
    cache_used: float | None = None


def read_load(text: str) -> Load:
    """What a page in Prometheus's text format says of it."""
    samples = [(name, float(value)) for name, value in _SAMPLE.findall(text) if _is_number(value)]
    running = [value for name, value in samples if name in _RUNNING]
    waiting = [value for name, value in samples if name in _WAITING]
    cache = [value for name, value in samples if name in _CACHE]
    return Load(
        running=round(sum(running)) if running else None,
        waiting=round(sum(waiting)) if waiting else None,
        cache_used=max(cache) if cache else None,
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
