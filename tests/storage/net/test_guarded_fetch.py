"""One exchange through the address policy: bounded in bytes and time, never redirected."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from storage.base.errors import EgressRefused
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import ExchangeFailed, fetch

OPEN = AddressPolicy(allow=("127.0.0.0/8",))


Speak = Callable[[socket.socket, bytes], None]
Server = Callable[[Speak], str]


@pytest.fixture
def server() -> Iterator[Server]:
    """Starts servers for one connection each; `speak` answers what was received."""
    with contextlib.ExitStack() as open_things:

        def start(speak: Speak) -> str:
            listener = open_things.enter_context(socket.create_server(("127.0.0.1", 0)))
            listener.settimeout(60)
            thread = threading.Thread(target=_serve, args=(listener, speak))
            thread.start()
            open_things.callback(thread.join)
            return f"http://127.0.0.1:{listener.getsockname()[1]}/way?q=示例"

        yield start


def _serve(listener: socket.socket, speak: Speak) -> None:
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(0.2)
            received = b""
            with contextlib.suppress(TimeoutError):
                while data := connection.recv(65536):
                    received += data
            connection.settimeout(5)
            speak(connection, received)


def test_an_answer_comes_back_with_status_headers_and_body(server: Server) -> None:
    asked: list[bytes] = []

    def speak(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nX-A: b\r\n\r\nhello"
        )

    answer = fetch(server(speak), OPEN, body=b"data", headers={"Content-Type": "x/y"})
    assert (answer.status, answer.headers["x-a"], answer.body) == (302, "b", b"hello")
    assert asked[0].startswith(b"POST /way?q=%E7%A4%BA%E4%BE%8B HTTP/1.1\r\n")
    assert b"\r\nUser-Agent: hubiao/" in asked[0]
    assert asked[0].endswith(b"\r\n\r\ndata")


@pytest.mark.parametrize(
    "framing",
    [
        pytest.param(b"\r\nhello", id="closed connection"),
        pytest.param(b"Content-Length: 5\r\n\r\nhello", id="length"),
        pytest.param(b"Content-Length: 0\r\n\r\n", id="empty"),
        pytest.param(
            b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", id="chunks"
        ),
    ],
)
def test_a_body_ends_where_its_framing_says(server: Server, framing: bytes) -> None:
    url = server(lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n" + framing))
    assert fetch(url, OPEN).body == (b"" if b": 0\r\n" in framing else b"hello")


def test_a_long_answer_is_given_up(server: Server) -> None:
    url = server(lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 9000))
    with pytest.raises(ExchangeFailed, match="longer than 5000"):
        fetch(url, OPEN, max_bytes=5000)


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        pytest.param(b"", b"H", id="head"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="interim answers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: ", b"y", id="header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", b"x", id="body"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0", id="chunk head"
        ),
    ],
)
def test_a_dripping_answer_costs_no_more_than_its_deadline(
    server: Server, beginning: bytes, drop: bytes
) -> None:
    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(beginning)
        while True:
            connection.sendall(drop)
            time.sleep(0.05)

    begun = time.monotonic()
    with pytest.raises(ExchangeFailed, match="timed out"):
        fetch(server(speak), OPEN, timeout=0.7)
    assert time.monotonic() - begun < 30  # the dripping has no end


def test_tls_and_names_that_never_come_cost_no_more_than_the_deadline(server: Server) -> None:
    over = threading.Event()
    silent = server(lambda _connection, _: over.wait(60)).replace("http:", "https:")
    begun = time.monotonic()
    with pytest.raises(ExchangeFailed, match="timed out"):
        fetch(silent, OPEN, timeout=0.5)

    def slow(_host: str, _port: int) -> list[str]:
        over.wait(60)
        return ["127.0.0.1"]

    with pytest.raises(ExchangeFailed, match="timed out"):
        fetch("http://slow.example/", OPEN, timeout=0.5, lookup=slow)
    assert time.monotonic() - begun < 30
    over.set()


def test_a_body_that_the_deadline_cuts_off_is_no_answer(server: Server) -> None:
    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nhalf of")
        time.sleep(2)

    with pytest.raises(ExchangeFailed, match="timed out"):
        fetch(server(speak), OPEN, timeout=0.7)


@pytest.mark.parametrize("answer", [b"", b"220 smtp ready\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_http_is_one_line(server: Server, answer: bytes) -> None:
    with pytest.raises(ExchangeFailed, match="http://127"):
        fetch(server(lambda connection, _: connection.sendall(answer)), OPEN)


def test_an_address_that_is_not_allowed_is_never_asked() -> None:
    with pytest.raises(EgressRefused, match="HUBIAO_ALLOW_ADDRESSES"):
        fetch("http://127.0.0.1:80/", AddressPolicy())
    with pytest.raises(EgressRefused):
        fetch("http://inner.example/", AddressPolicy(), lookup=lambda _host, _port: ["10.0.0.1"])
