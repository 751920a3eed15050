"""Messages by which two readers could differ about where one ends (请求走私): none passes the door."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from crawler.http.guard_proxy import DoorLimits, GuardDoor, guard_door
from storage.net.address_policy import AddressPolicy


@pytest.fixture(scope="module")
def door() -> Iterator[GuardDoor]:
    policy = AddressPolicy(allow=("127.0.0.0/8",))
    with guard_door(policy, limits=DoorLimits(idle_seconds=5.0, max_seconds=60.0)) as opened:
        yield opened


class Origin:
    """A server for one connection: gives one answer, keeps the bytes that it received."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> None:
        self.received = b""
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(60)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with self._listener, self._listener.accept()[0] as connection:
            connection.settimeout(0.5)
            with contextlib.suppress(TimeoutError, ConnectionError):
                while data := connection.recv(65536):
                    self.received += data
            with contextlib.suppress(OSError):  # the door may have closed already
                connection.sendall(self._answer)

    def finish(self) -> bytes:
        self._thread.join()
        return self.received


def exchange(door: GuardDoor, request: bytes) -> bytes:
    """Everything that the door answers to these bytes until it closes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as client:
        client.sendall(request)
        while data := client.recv(65536):
            answer += data
    return answer


def post(address: str, fields: bytes, body: bytes = b"") -> bytes:
    head = f"POST http://{address}/ HTTP/1.1\r\nHost: {address}\r\n".encode()
    return head + fields + b"\r\n" + body


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(b"Content-Length: 5\r\nContent-Length: 6\r\n", id="two lengths"),
        pytest.param(b"Content-Length: 5, 6\r\n", id="two lengths in one field"),
        pytest.param(b"Content-Length: +5\r\n", id="signed length"),
        pytest.param(b"Content-Length: 0x5\r\n", id="hexadecimal length"),
        pytest.param(
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", id="length and chunks"
        ),
        pytest.param(b"Transfer-Encoding: xchunked\r\n", id="unknown coding"),
        pytest.param(b"Transfer-Encoding: chunked, identity\r\n", id="two codings"),
        pytest.param(b"Content-Length : 5\r\n", id="space before the colon"),
        pytest.param(b"X-A: b\rContent-Length: 5\r\n", id="bare CR in a value"),
        pytest.param(b"X-A: b\x00c\r\n", id="NUL in a value"),
        pytest.param(b"X-A\r\n", id="no colon"),
    ],
)
def test_an_ambiguous_request_reaches_no_server(door: GuardDoor, fields: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert exchange(door, post(address, fields, b"hello")) == b""
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param(b"-1\r\nhello\r\n0\r\n\r\n", id="negative"),
        pytest.param(b"0x5\r\nhello\r\n0\r\n\r\n", id="prefix"),
        pytest.param(b"5_0\r\nhello\r\n0\r\n\r\n", id="underscore"),
        pytest.param(b"+5\r\nhello\r\n0\r\n\r\n", id="sign"),
        pytest.param(b" 5\r\nhello\r\n0\r\n\r\n", id="space"),
        pytest.param(b"F" * 30 + b"\r\nhello\r\n0\r\n\r\n", id="beyond any number"),
        pytest.param(b"5\r\nhelloSMUGGLED\r\n0\r\n\r\n", id="longer than it says"),
    ],
)
def test_a_bad_chunk_ends_the_exchange(door: GuardDoor, chunks: bytes) -> None:
    origin = Origin()
    request = post(origin.address, b"Transfer-Encoding: chunked\r\n", chunks)
    assert exchange(door, request) == b""
    received = origin.finish()
    assert b"SMUGGLED" not in received
    assert not received.endswith(b"0\r\n\r\n")


def test_a_head_without_end_is_dropped(door: GuardDoor) -> None:
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as client:
        client.sendall(b"GET http://10.1.2.3/ HTTP/1.1\r\nHost: a\r\nX: ")
        with pytest.raises(ConnectionError):
            client.sendall(b"x" * 20_000_000)


def test_an_obsolete_fold_is_one_line_to_the_server(door: GuardDoor) -> None:
    origin = Origin()
    answer = exchange(door, post(origin.address, b"X-A: b\r\n Content-Length: 5\r\n"))
    assert answer.endswith(b"ok")
    assert b"X-A: b Content-Length: 5\r\n" in origin.finish()


def test_a_second_request_on_the_connection_goes_nowhere(door: GuardDoor) -> None:
    origin = Origin()
    first = post(origin.address, b"Content-Length: 5\r\n", b"hello")
    exchange(door, first + post(origin.address, b"X-Second: 1\r\n"))
    received = origin.finish()
    assert received.endswith(b"\r\n\r\nhello")
    assert b"X-Second" not in received


def test_the_target_names_the_host_whatever_the_field_says(door: GuardDoor) -> None:
    origin = Origin()
    target = f"GET http://{origin.address}/a?b=c HTTP/1.1\r\nHost: inner.example\r\n\r\n"
    exchange(door, target.encode())
    head = f"GET /a?b=c HTTP/1.1\r\nHost: {origin.address}\r\n"
    assert origin.finish().startswith(head.encode())


def test_chunks_pass_in_both_directions(door: GuardDoor) -> None:
    chunks = b"5;note=a\r\nhello\r\n0\r\n\r\n"
    origin = Origin(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    answer = exchange(door, post(origin.address, b"Transfer-Encoding: chunked\r\n", chunks))
    assert answer.endswith(b"5\r\nhello\r\n0\r\n\r\n")
    assert origin.finish().endswith(b"5\r\nhello\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"Content-Length: 2\r\nContent-Length: 9\r\n\r\nok", id="two lengths"),
        pytest.param(b"Content-Length: two\r\n\r\nok", id="no number"),
        pytest.param(b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="two codings"),
        pytest.param(b"X-A: b\rX-Egress-Refused: 1\r\n\r\nok", id="bare CR in a value"),
    ],
)
def test_an_ambiguous_answer_does_not_reach_the_browser(door: GuardDoor, answer: bytes) -> None:
    origin = Origin(b"HTTP/1.1 200 OK\r\n" + answer)
    assert exchange(door, post(origin.address, b"Content-Length: 0\r\n")) == b""
    origin.finish()


def test_an_answer_with_length_and_chunks_is_framed_by_its_chunks_alone(door: GuardDoor) -> None:
    origin = Origin(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\n\r\n"
    )
    answer = exchange(door, post(origin.address, b"Content-Length: 0\r\n"))
    assert b"content-length" not in answer.lower()
    assert answer.endswith(b"2\r\nok\r\n0\r\n\r\n")


def test_a_page_cannot_mark_its_answer_as_the_guards(door: GuardDoor) -> None:
    origin = Origin(
        b"HTTP/1.1 200 OK\r\nX-Egress-Refused: 1\r\nx-egress-FAILED: 1\r\n"
        b"Content-Length: 2\r\n\r\nok"
    )
    answer = exchange(door, post(origin.address, b"Content-Length: 0\r\n"))
    assert answer.endswith(b"ok")
    assert b"egress" not in answer.lower()
