"""What the local servers of open APIs share: HTTP on loopback, a clock, odd answers on demand.

Written apart from the connector; what is particular about each platform stands in its own server.
"""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Goods = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What goes over the wire."""

    body: bytes
    status: int = 200
    content_type: str = "application/json;charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode(), status)


HTML = Reply(b"<html><body><h1>502 Bad Gateway</h1></body></html>", 200, "text/html")
BUSY = Reply(b"<html>busy</html>", 503, "text/html")


@dataclass
class Request:
    """One call as the server got it."""

    method: str
    path: str
    parameters: dict[str, str]
    """Of the address and of a form, together."""
    body: bytes
    headers: Mapping[str, str]


@dataclass
class ApiServer:
    """A running server; tests change it while it runs."""

    url: str = ""
    clock_offset: float = 0.0
    """Seconds by which the server's clock is ahead of this machine's."""
    odd: list[Reply | Callable[[Reply], Reply]] = field(default_factory=list)
    """What the next calls get instead of, or made of, the right answer."""
    calls: list[Request] = field(default_factory=list)
    before_answer: Callable[[], None] = lambda: None
    """Called before each answer: a test may hold the call there."""

    @property
    def now(self) -> float:
        """The server's clock, seconds since 1970."""
        return time.time() + self.clock_offset


Answering = Callable[[Request], Reply]


@contextmanager
def serving(server: ApiServer, answer: Answering) -> Iterator[None]:
    """Serve `answer` until the block ends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

        def date_time_string(self, timestamp: float | None = None) -> str:
            return format_datetime(datetime.fromtimestamp(server.now, UTC), usegmt=True)

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            pairs = parse_qsl(parts.query, keep_blank_values=True)
            if "form" in self.headers.get("Content-Type", ""):
                pairs += parse_qsl(body.decode(), keep_blank_values=True)
            request = Request(self.command, parts.path, dict(pairs), body, dict(self.headers))
            server.calls.append(request)
            server.before_answer()
            reply = answer(request)
            if server.odd:
                oddity = server.odd.pop(0)
                reply = oddity if isinstance(oddity, Reply) else oddity(reply)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


def half(reply: Reply) -> Reply:
    """The first half of an answer, as a connection that breaks behind a proxy leaves it."""
    return Reply(reply.body[: len(reply.body) // 2], reply.status, reply.content_type)


def in_gbk(reply: Reply) -> Reply:
    """The same answer in GBK, though its header says UTF-8."""
    return Reply(reply.body.decode().encode("gb18030"), reply.status, reply.content_type)


def garbled(reply: Reply) -> Reply:
    """Bytes that are no text in any character set."""
    return Reply(b"\xff\xfe\x00\x81" + reply.body + b"\xff", reply.status, reply.content_type)
