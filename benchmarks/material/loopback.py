"""Made sites on loopback, and the product's own commands on a home of their own that may reach them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a made site answers."""

    content_type: str
    body: bytes
    status: int = 200


NOT_FOUND = Answer(content_type="text/plain", body=b"", status=404)


@contextmanager
def answering(answer: Callable[[str], Answer], host: str = "127.0.0.1") -> Iterator[str]:
    """The address, without a closing slash, of a site that answers each path with its query."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

        def do_GET(self) -> None:
            page = answer(self.path)
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

    server = ThreadingHTTPServer((host, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()


def settings_of(home: Path) -> dict[str, str]:
    """Environment of a command that works in `home` and reaches loopback without a pause."""
    return {
        "HUBIAO_HOME": str(home),
        "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
        "HUBIAO_CRAWL_DELAY": "0",
    }


@dataclass(frozen=True, kw_only=True)
class ServedConsole:
    """A running `hubiao serve`."""

    process: subprocess.Popen[bytes]
    log: Path
    """What it prints."""

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Until it prints this. Raises SystemExit with the log where it ends before, or prints none in a minute."""
        for _ in range(1200):
            if match := re.search(pattern, self.log.read_text("utf-8")):
                return match
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(self.log.read_text("utf-8"))


@contextmanager
def served_console(
    home: Path, environment: Mapping[str, str], *options: str
) -> Iterator[ServedConsole]:
    """`hubiao serve` on a free port until the block ends; its log is in `home`."""
    log = home / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "console", "serve", "--port", "0", *options],
            env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        yield ServedConsole(process=process, log=log)
    finally:
        process.terminate()
        process.wait(60)


def hubiao(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of the product on this home, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        env={**os.environ, **settings_of(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
