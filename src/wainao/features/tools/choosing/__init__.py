"""Which tools fit a request, or that none does; and what the request says for the fields of one. Without a model."""

from wainao.features.tools.choosing.catalogue import Asked, FileLinesError, found_line, read_catalogue, read_requests
from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.filling import Filled, fill
from wainao.features.tools.choosing.index import Choice, Chosen, ToolIndex, asked_texts, tool_text
from wainao.features.tools.choosing.keeping import keep, kept

__all__ = [
    "Asked",
    "Choice",
    "Chosen",
    "Described",
    "FileLinesError",
    "Filled",
    "ToolIndex",
    "asked_texts",
    "fill",
    "found_line",
    "keep",
    "kept",
    "read_catalogue",
    "read_requests",
    "tool_text",
]
