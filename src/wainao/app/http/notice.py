"""An error as a page, for a browser that was on its way somewhere: in its language, light or dark, without a script."""

from __future__ import annotations

import html

from starlette.requests import Request
from starlette.responses import Response

from wainao.app.faces import face
from wainao.app.language import preferred
from wainao.app.translation import said_in
from wainao.kernel import WainaoError
from wainao.types import Words

TITLE = Words("登录未完成", "You are not signed in")
BACK = Words("回到外脑", "Back to Wainao")
RECEIPT = Words("回执", "Receipt")

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Wainao 外脑</title>
<link rel="stylesheet" href="/notice.css">
<main>
<h1>{title}</h1>
<p>{message}</p>
{receipt}<p><a href="/" autofocus>{back}</a></p>
</main>
</html>
"""


def notice(error: WainaoError, request: Request) -> Response:
    """What went wrong, and the way back to the console, where one may try again."""
    language = preferred(request.headers) or "en"
    label = getattr(RECEIPT, language)
    page = _PAGE.format(
        language="zh-Hans" if language == "zh" else "en",
        title=html.escape(getattr(TITLE, language)),
        message=html.escape(said_in(language, str(error))),
        receipt=f"<p><small>{label} {html.escape(error.receipt)}</small></p>\n" if error.receipt else "",
        back=html.escape(getattr(BACK, language)),
    )
    return Response(page, face(error).status, media_type="text/html")
