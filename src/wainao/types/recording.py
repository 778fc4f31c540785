"""How a receipt keeps what goes into a call and comes out of it, where that is not as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BY_DIGEST: Mapping[str, str] = MappingProxyType({"recorded": "digest"})
"""Marks a field of an input or output, `field(metadata=BY_DIGEST)`: too long for every receipt, and kept elsewhere or
made again at will. A receipt then has its shape and the SHA-256 of its JSON, which prove a copy but do not show it."""

AS_IT_IS = "recorded as it is"
"""Marks a type, `Annotated[kind, AS_IT_IS]`: its values come out of JSON or go into it, so they hold nothing that a
receipt may not, and nobody needs to look into them at every call."""
