"""How much of a stranger's document we read, so that none of them is a bomb."""

from __future__ import annotations

MAX_BYTES = 32 * 1024 * 1024
"""Of one document. The largest known description (Microsoft Graph) has about as much."""

MAX_YAML_BYTES = 8 * 1024 * 1024
"""YAML takes thirty times as long as JSON to read."""

MAX_VALUES = 2_000_000
"""Values in a document once every alias has been written out."""

MAX_DEPTH = 120
"""Levels of nesting. The deepest real description we know has 40."""

MAX_REMOTE_DOCUMENTS = 4_096
"""Large descriptions are kept in pieces: DigitalOcean's in 2,900 files. Who fetches them may well stop sooner."""
