"""Which risk a tool has: what it says of itself, and over it an administrator's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from wainao.features.tools.types import Tool
from wainao.kernel import Risk

_RISKS: tuple[Risk, ...] = get_args(Risk)


def higher(one: Risk, other: Risk) -> Risk:
    """The one of two that lets a tool do more.

    >>> higher("read", "act"), higher("write", "read")
    ('act', 'write')
    """
    return max(one, other, key=_RISKS.index)


def believed(tool: Tool, least: Risk, risks: Mapping[str, Risk]) -> Tool:
    """The tool at the risk that holds: `risks` by its name, else not below `least`, whatever it says of itself."""
    risk = risks.get(tool.name) or higher(tool.risk, least)
    return tool if risk == tool.risk else replace(tool, risk=risk)
