"""The console's built files: names with a hash in them are kept for ever, the page itself is asked for anew."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent.parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class Console(StaticFiles):
    def __init__(self) -> None:
        super().__init__(directory=FOLDER, html=True, check_dir=False)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = FOR_EVER if "/assets/" in scope["path"] else ASK_AGAIN
        return response
