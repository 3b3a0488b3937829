"""The guard in front of every page: headers that forbid what a page does not need, and bodies kept small."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 16 << 10
"""Bytes: the console takes nothing but short forms."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000"


class _TooLargeError(Exception):
    """More came than a form may have."""


class Guard:
    """Middleware around the console."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken, has_begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT:
                raise _TooLargeError
            return message

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                _add_headers(MutableHeaders(scope=message), is_secure=scope.get("scheme") == "https")
            await send(message)

        try:
            await self._app(scope, counted, guarded)
        except _TooLargeError:
            if not has_begun:
                await guarded({"type": "http.response.start", "status": 413, "headers": []})
                await guarded({"type": "http.response.body", "body": b""})


def _add_headers(headers: MutableHeaders, *, is_secure: bool) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if is_secure:
        headers["Strict-Transport-Security"] = _HSTS
