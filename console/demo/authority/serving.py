"""Answering time-stamp requests with `openssl ts`, so that tokens come from independent code."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from console.demo.authority.keys import make_authority

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
MOST_BYTES = 64 * 1024
"""Bytes of a time-stamp request; real ones take a hundred."""


@dataclass(frozen=True, kw_only=True)
class StampAuthority:
    """Where to ask, and what to trust."""

    url: str
    anchor: Path


@contextmanager
def running_authority(folder: Path) -> Iterator[StampAuthority]:
    """Make an authority in `folder` and serve it on a free port until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    anchor = make_authority(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield StampAuthority(url=f"http://127.0.0.1:{server.server_port}/", anchor=anchor)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    # Two `openssl ts` at once would race on the serial number.
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if self.headers.get("Content-Type") != QUERY or not 0 < length <= MOST_BYTES:
                self.send_error(415)
                return
            with turn:
                reply = _stamp(folder, self.rfile.read(length))
            if reply is None:
                self.send_error(500)
                return
            self.send_response(200)
            self.send_header("Content-Type", REPLY)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """The demonstration prints its own account."""

    return Handler


def _stamp(folder: Path, query: bytes) -> bytes | None:
    with tempfile.TemporaryDirectory() as work:
        asked, answered = Path(work, "query.tsq"), Path(work, "reply.tsr")
        asked.write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(asked)]
        subprocess.run([*command, "-out", str(answered)], cwd=folder, capture_output=True)
        return answered.read_bytes() if answered.exists() else None
