"""What every response of the console carries, and how much a request may hold."""

from __future__ import annotations

import asyncio
import socket
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.web.route import MAX_UPLOAD
from storage.base.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script, nothing from elsewhere: a crawled title that slips through runs nothing."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


BODY_SECONDS = 30.0
"""How long a body may take besides what its announced length takes at LEAST_RATE; chosen by hand."""
LEAST_RATE = 16_384
"""Bytes a second of the slowest line that an upload may come over; chosen by hand."""


class Guard:
    """Sets the security headers, and refuses bodies above the limit before they are read."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _announced(scope) > MAX_UPLOAD:
            words = "提交的内容过大，未接收。请返回上一页，按页面所写的大小重新选择文件。"
            too_large = PlainTextResponse(words, status_code=413)
            await too_large(scope, receive, self._dressed(send))
            return
        seconds = BODY_SECONDS + _announced(scope) / LEAST_RATE
        await self.app(scope, _measured(receive, seconds), self._dressed(send))

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self.https:
                    headers.setdefault(
                        "strict-transport-security", "max-age=31536000; includeSubDomains"
                    )
            await send(message)

        return dressed


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else MAX_UPLOAD + 1
    return 0


def _measured(receive: Receive, seconds: float) -> Receive:
    """A body that is longer than the limit, or comes too slowly, is cut off as if the client had gone."""
    received, complete = 0, False
    deadline = time.monotonic() + seconds

    async def measured() -> Message:
        nonlocal received, complete
        if complete:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(deadline - time.monotonic(), 0.01))
        except TimeoutError:
            return {"type": "http.disconnect"}
        complete = not message.get("more_body", False)
        received += len(message.get("body", b""))
        return message if received <= MAX_UPLOAD else {"type": "http.disconnect"}

    return measured


def allowed_hosts(settings: Settings) -> list[str]:
    """Host names the console answers to; on loopback only its own (against DNS rebinding)."""
    public = urlsplit(settings.console_url).hostname if settings.console_url else None
    named = [public] if public else []
    if is_loopback(settings.console_host):
        return [*named, "127.0.0.1", "localhost", "::1", "[::1]"]
    return [*named, "127.0.0.1", "localhost"] if named else ["*"]


def public_address(settings: Settings, request: Request) -> str:
    """Where the console is reached, without a slash at its end, for links that leave it.

    Never from a Host header that anybody may have written: only on loopback is it checked.
    """
    if settings.console_url:
        return settings.console_url
    if is_loopback(settings.console_host):
        return str(request.base_url).rstrip("/")
    host = settings.console_host
    name = socket.gethostname() if host in ("", "0.0.0.0", "::") else host  # noqa: S104
    return f"http://{f'[{name}]' if ':' in name else name}:{settings.console_port}"


PROXY_HEADERS = (
    "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x-client-ip",
    "x-original-forwarded-for", "true-client-ip", "cf-connecting-ip", "via",
)  # fmt: skip
"""What proxies add: a request that bears one does not come from this machine."""


def is_direct(settings: Settings, request: Request) -> bool:
    """Whether a request comes from this machine and through no proxy. Where the console is reached
    under another name a proxy stands before it, which may add no header at all."""
    if request.client is None or not is_loopback(request.client.host):
        return False
    public = urlsplit(settings.console_url).hostname if settings.console_url else None
    if public is not None and not is_loopback(public):
        return False
    return not any(name in request.headers for name in PROXY_HEADERS)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reachable from this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
