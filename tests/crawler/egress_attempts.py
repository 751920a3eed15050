"""A hostile shop page that tries every way out of a browser, and the internal host it is after."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WAYS = (
    "img",
    "script",
    "stylesheet",
    "iframe",
    "object",
    "embed",
    "video",
    "fetch",
    "xhr",
    "beacon",
    "eventsource",
    "websocket",
    "form",
    "window-open",
    "meta-refresh",
    "redirect-img",
    "redirect-fetch",
    "worker",
    "shared-worker",
    "service-worker",
    "css-import",
    "font",
    "module-import",
    "prefetch",
    "preconnect",
    "rebind",
    "integer-address",
    "mapped-v6",
    "webrtc",
)


@dataclass
class InternalHost:
    """A host that nothing from outside may reach; every knock, TCP or UDP, is kept."""

    port: int
    knocks: list[str] = field(default_factory=list)


@contextmanager
def internal_host() -> Iterator[InternalHost]:
    """Listen on 127.0.0.1 (TCP and UDP) until the block ends, answering everyone."""
    with socket.create_server(("127.0.0.1", 0)) as tcp:
        host = InternalHost(port=tcp.getsockname()[1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind(("127.0.0.1", host.port))
            for listener in (tcp, udp):
                listener.settimeout(0.2)
            closing = threading.Event()
            threads = [
                threading.Thread(target=_listen_tcp, args=(tcp, host, closing)),
                threading.Thread(target=_listen_udp, args=(udp, host, closing)),
            ]
            for thread in threads:
                thread.start()
            try:
                yield host
            finally:
                closing.set()
                for thread in threads:
                    thread.join()


def _listen_tcp(tcp: socket.socket, host: InternalHost, closing: threading.Event) -> None:
    answer = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n"
    while not closing.is_set():
        with contextlib.suppress(TimeoutError, OSError):
            connection, _ = tcp.accept()
            with connection:
                connection.settimeout(0.5)
                knock = "connection only"
                with contextlib.suppress(TimeoutError, OSError):
                    knock = connection.recv(2000).partition(b"\r\n")[0].decode("latin-1") or knock
                    connection.sendall(answer)
                host.knocks.append(knock)


def _listen_udp(udp: socket.socket, host: InternalHost, closing: threading.Event) -> None:
    while not closing.is_set():
        with contextlib.suppress(TimeoutError, OSError):
            udp.recv(2000)
            host.knocks.append("UDP")


class HostileShop(http.server.ThreadingHTTPServer):
    """Serves the page, the workers and the redirects on 127.0.0.2."""

    daemon_threads = True

    def __init__(self, target_port: int) -> None:
        super().__init__(("127.0.0.2", 0), _HostileHandler)
        self.target = f"127.0.0.1:{target_port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.2:{self.server_address[1]}/"


@contextmanager
def hostile_shop(target_port: int) -> Iterator[HostileShop]:
    with HostileShop(target_port) as shop:
        thread = threading.Thread(target=shop.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield shop
        finally:
            shop.shutdown()
            thread.join()


class _HostileHandler(http.server.BaseHTTPRequestHandler):
    server: HostileShop

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Quiet."""

    def do_GET(self) -> None:
        target = f"http://{self.server.target}"
        path = self.path.partition("?")[0]
        if path == "/go":
            self.send_response(302)
            self.send_header("Location", f"{target}/redirected")
            self.end_headers()
            return
        kind, body = _FILES.get(path, ("text/html; charset=utf-8", ""))
        text = body.replace("TARGET", self.server.target)
        text = text.replace("INTEGER", f"2130706433:{self.server.target.partition(':')[2]}")
        text = text.replace("PORT", self.server.target.partition(":")[2])
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())


_PAGE = """<!doctype html><title>示例店铺</title>
<link rel=stylesheet href="http://TARGET/stylesheet"><link rel=prefetch href="http://TARGET/prefetch">
<link rel=preconnect href="http://TARGET"><link rel=stylesheet href="/style.css">
<script src="http://TARGET/script"></script>
<p style="font-family:evil">天赋河套</p>
<img src="http://TARGET/img"><img src="/go?img"><img src="http://INTEGER/integer-address">
<img src="http://[::ffff:127.0.0.1]:PORT/mapped-v6"><img src="http://rebind.example:PORT/rebind">
<iframe src="http://TARGET/iframe"></iframe><iframe src="/refresh"></iframe>
<iframe name=sink></iframe>
<object data="http://TARGET/object"></object><embed src="http://TARGET/embed">
<video src="http://TARGET/video" autoplay muted></video>
<form id=f method=post target=sink action="http://TARGET/form"><input name=a value=b></form>
<script>
const t = "http://TARGET";
const quiet = way => { try { way() } catch (e) {} };
quiet(() => fetch(t + "/fetch", {mode: "no-cors"}).catch(() => 0));
quiet(() => fetch("/go?fetch", {mode: "no-cors"}).catch(() => 0));
quiet(() => { const x = new XMLHttpRequest(); x.open("GET", t + "/xhr"); x.send() });
quiet(() => navigator.sendBeacon(t + "/beacon", "x"));
quiet(() => new EventSource(t + "/eventsource"));
quiet(() => new WebSocket("ws://TARGET/websocket"));
quiet(() => document.getElementById("f").submit());
quiet(() => window.open(t + "/window-open"));
quiet(() => new Worker("/worker.js"));
quiet(() => new SharedWorker("/shared.js"));
quiet(() => navigator.serviceWorker.register("/service.js").catch(() => 0));
quiet(() => import(t + "/module-import").catch(() => 0));
quiet(() => { const p = new RTCPeerConnection({iceServers: [
  {urls: "stun:TARGET"}, {urls: "turn:TARGET?transport=tcp", username: "a", credential: "b"}]});
  p.createDataChannel("x"); p.createOffer().then(o => p.setLocalDescription(o)) });
</script>"""

_FILES = {
    "/": ("text/html; charset=utf-8", _PAGE),
    "/refresh": (
        "text/html",
        '<meta http-equiv=refresh content="0;url=http://TARGET/meta-refresh">',
    ),
    "/style.css": (
        "text/css",
        '@import "http://TARGET/css-import";'
        '@font-face { font-family: evil; src: url("http://TARGET/font") }',
    ),
    "/worker.js": ("text/javascript", 'fetch("http://TARGET/worker", {mode: "no-cors"})'),
    "/shared.js": ("text/javascript", 'fetch("http://TARGET/shared-worker", {mode: "no-cors"})'),
    "/service.js": ("text/javascript", 'fetch("http://TARGET/service-worker", {mode: "no-cors"})'),
}
