"""A replay tool that is not ours (wabac.js, the engine of ReplayWeb.page): a package on loopback.

A service worker answers every address under /w/ out of the package alone; what is not in it is not
found, so nothing can come from the network.
"""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLAYER = Path(__file__).parents[2] / "node_modules" / "@webrecorder" / "wabac" / "dist" / "sw.js"

OPEN_PACKAGE = """async () => {
  const worker = await navigator.serviceWorker.register('/sw.js', {scope: '/'});
  await navigator.serviceWorker.ready;
  await new Promise(done => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener('controllerchange', done, {once: true}));
  return await new Promise((done, fail) => {
    navigator.serviceWorker.addEventListener('message', event => {
      if (event.data.msg_type === 'collAdded') done(event.data.name);
      if (event.data.msg_type === 'collProgress' && event.data.error) fail(event.data.error);
    });
    navigator.serviceWorker.controller.postMessage({
      msg_type: 'addColl', name: 'package', type: 'wacz',
      file: {sourceUrl: location.origin + '/package.wacz'},
    });
  });
}"""
"""Run in the page at `/`: start the player and give it the package."""


def address_of(origin: str, url: str, moment: str) -> str:
    """Where the player shows `url` as it was at `moment` (the page list's `ts`), without frame."""
    return f"{origin}/w/package/{re.sub(r'[^0-9]', '', moment)[:14]}mp_/{url}"


@contextmanager
def running_player(package: Path) -> Iterator[str]:
    """Serve the player and one package until the block ends; the origin."""
    files = {
        "/": (b"<!doctype html><title>player</title>", "text/html"),
        "/sw.js": (PLAYER.read_bytes(), "text/javascript"),
        "/package.wacz": (package.read_bytes(), "application/wacz"),
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

        def do_HEAD(self) -> None:
            self._answer(send=False)

        def do_GET(self) -> None:
            self._answer(send=True)

        def _answer(self, *, send: bool) -> None:
            data, kind = files.get(self.path, (b"", ""))
            status, piece, size = 200 if kind else 404, data, len(data)
            byte_range = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
            if byte_range and kind:
                first, last = byte_range.groups()
                begin = int(first) if first else max(size - int(last), 0)
                end = min(int(last) if first and last else size - 1, size - 1)
                status, piece = 206, data[begin : end + 1]
            self.send_response(status)
            if status == 206:
                self.send_header("Content-Range", f"bytes {begin}-{end}/{size}")
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(piece)))
            self.end_headers()
            if send:
                self.wfile.write(piece)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
