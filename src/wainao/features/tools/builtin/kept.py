"""Files of the caller's own, by their digest: whoever keeps them checks whose they are."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath

from wainao.kernel import Call

_ENDINGS: Mapping[str, str] = {"application/vnd.apache.parquet": ".parquet", "text/plain": ".txt", "text/csv": ".csv"}
"""Of the types for which Python knows none, or several."""


async def kept(call: Call, digest: str, *, other: str) -> tuple[str, bytes]:
    """Its name, without the folders and with an ending that says what it is, and its content.

    One without a name is called `other`. Raises NotFoundError for what is not there or another's.
    """
    fetch = call.kernel.spec("tools:file")
    told = (await call.run(fetch.name, fetch.input(digest=digest))).output
    name = PurePosixPath(told.name).name or other
    ending = _ENDINGS.get(told.media_type) or mimetypes.guess_extension(told.media_type) or ""
    return (name if PurePosixPath(name).suffix else name + ending), told.content
