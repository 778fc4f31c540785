"""What each version of a toolbox changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from wainao.features.tools.differing import difference
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.store import Kept
from wainao.types import Words

MOST_COMPARED = 10
"""The newest versions that are compared: each brings all its tools."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What `version` changed of the one before. The names are capabilities': "toolbox:tool"."""

    version: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    wider: tuple[Words, ...]

    def touches(self, tool: str) -> bool:
        return tool in (*self.added, *self.removed, *self.changed)


def changes(boxes: Toolboxes, tenant: str, versions: list[Kept]) -> list[Change]:
    """The newest first, as `versions` are; the first version of all changed nothing."""
    return [_change(boxes, tenant, new, old) for new, old in pairwise(versions[: MOST_COMPARED + 1])]


def _change(boxes: Toolboxes, tenant: str, new: Kept, old: Kept) -> Change:
    before, after = (replace(one.toolbox, tools=tuple(boxes.tools(tenant, one))) for one in (old, new))
    told = difference(before, after)
    named = {
        kind: tuple(f"{new.name}:{name}" for name in getattr(told, kind)) for kind in ("added", "removed", "changed")
    }
    return Change(version=new.version, wider=told.wider, **named)
