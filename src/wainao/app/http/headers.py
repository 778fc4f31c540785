"""What every response says to a browser: load nothing from elsewhere, guess no types, sit in no frame."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONSOLE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        # A page that a tool gave is shown in a sandbox, and may load no more there than this page; one that a tool
        # brings, in FRAME. Neither leads anywhere else: this holds for where a frame goes, too.
        "frame-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        # The console never makes markup out of a string, so the browser may refuse whoever tries.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
FRAME = "/frame.html"
"""What the console writes a tool's own page into: its scripts run, in an origin that is nobody's, and reach nothing."""
FRAME_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "media-src data: blob:",
        "font-src data:",
        "worker-src 'none'",
        "trusted-types default",
        "require-trusted-types-for 'script'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts",
    )
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For everything that is not the console: even a document that a browser takes for a page can do nothing."""

COMMON = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # A browser looks up the hosts of links before anybody follows them, and an answer's links are a model's words.
    "x-dns-prefetch-control": "off",
}

IN_OUR_FRAME = {"x-frame-options": "SAMEORIGIN"}


class SecurityHeaders:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = _policy(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(COMMON)
                headers["content-security-policy"] = policy
                if policy is FRAME_POLICY:
                    headers.update(IN_OUR_FRAME)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _policy(path: str) -> str:
    if path.startswith(("/api/", "/v1/", "/v2/", "/mcp", "/metrics")):
        return DATA_POLICY
    return FRAME_POLICY if path == FRAME else CONSOLE_POLICY
