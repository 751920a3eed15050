"""The browser's door against a page that tries every way to reach an internal address."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import sync_playwright

from crawler.browser.launch import find_browser, launch_options
from crawler.http.guard_proxy import DoorLimits, GuardDoor, guard_door
from storage.net.address_policy import AddressPolicy, system_lookup
from tests.crawler.egress_attempts import WAYS, InternalHost, hostile_shop, internal_host

SHOP_ONLY = AddressPolicy(allow=("127.0.0.2/32",))


def lookup(host: str, port: int) -> list[str]:
    """A name service in the attacker's hands: its name points at the internal host."""
    return ["127.0.0.1"] if host == "rebind.example" else list(system_lookup(host, port))


def visit_hostile_page(
    host: InternalHost, door: GuardDoor | None, is_over: Callable[[], bool] = lambda: False
) -> None:
    """Leave the page alone for four seconds, or until it is over."""
    options = launch_options(find_browser("full"), door_url=door.url if door else "")
    if door is None:
        options["proxy"] = None
        options["args"] = ["--host-resolver-rules=MAP rebind.example 127.0.0.1"]
    with hostile_shop(host.port) as shop, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        page = browser.new_page()
        page.goto(shop.url, wait_until="commit")
        for _ in range(40):
            page.wait_for_timeout(100)
            if is_over():
                break
        browser.close()


def test_a_hostile_page_reaches_nothing_through_the_door() -> None:
    with internal_host() as host, guard_door(SHOP_ONLY, lookup=lookup) as door:
        visit_hostile_page(host, door)
    assert host.knocks == []
    assert {c.address for c in door.contacts if c.address} == {"127.0.0.2"}
    assert len([c for c in door.refused() if c.port == host.port]) >= 15


def test_the_same_page_without_the_door_reaches_the_internal_host_in_most_ways() -> None:
    with internal_host() as host:
        visit_hostile_page(host, None, lambda: len(leaks(host)) >= 19)
    assert len(leaks(host)) >= 19, sorted(set(WAYS) - set(leaks(host)))


def leaks(host: InternalHost) -> list[str]:
    """The ways by which the page reached the internal host."""
    paths = " ".join(host.knocks)
    return [way for way in WAYS if f"/{way} " in paths]


@pytest.fixture
def door() -> Iterator[GuardDoor]:
    policy = AddressPolicy(allow=("127.0.0.0/8",))
    with guard_door(policy, limits=DoorLimits(max_bytes=300_000)) as opened:
        yield opened


def answering_server(*answers: bytes, held_open: float = 0.2) -> int:
    """A server that gives each connection the next answer and holds it open so many seconds."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)
                    time.sleep(held_open)

    threading.Thread(target=serve, daemon=True).start()
    return int(server.getsockname()[1])


def ask(door: GuardDoor, target: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=30)
    connection.request(method, target)
    return connection.getresponse()


def test_a_refusal_is_told_to_the_browser_and_kept(door: GuardDoor) -> None:
    answer = ask(door, "http://10.1.2.3/")
    assert (answer.status, answer.headers["X-Egress-Refused"]) == (403, "1")
    assert b"HUBIAO_ALLOW_ADDRESSES" in answer.read()
    assert [contact.host for contact in door.refused()] == ["10.1.2.3"]


def test_another_scheme_is_refused(door: GuardDoor) -> None:
    assert ask(door, "ftp://127.0.0.1/").status == 403


def test_the_browser_is_told_that_each_connection_closes(door: GuardDoor) -> None:
    port = answering_server(
        b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"
    )
    answer = ask(door, f"http://127.0.0.1:{port}/")
    assert answer.read() == b"ok"
    assert answer.headers.get_all("Connection") == ["close"]


def test_a_body_beyond_the_cap_is_cut_off(door: GuardDoor) -> None:
    body = b"x" * 2_000_000
    port = answering_server(b"HTTP/1.1 200 OK\r\n\r\n" + body)
    received = ask(door, f"http://127.0.0.1:{port}/").read()
    assert 300_000 <= len(received) < 600_000


def test_an_answer_that_is_no_http_is_not_passed_on(door: GuardDoor) -> None:
    port = answering_server(b"220 mail.example ESMTP\r\n\r\n")
    with pytest.raises(http.client.BadStatusLine):
        ask(door, f"http://127.0.0.1:{port}/")


def test_a_silent_host_costs_no_more_than_the_idle_limit() -> None:
    port = answering_server(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", held_open=90)
    policy, begun = AddressPolicy(allow=("127.0.0.0/8",)), time.monotonic()
    with (
        guard_door(policy, limits=DoorLimits(idle_seconds=0.5)) as door,
        pytest.raises(http.client.IncompleteRead),
    ):
        ask(door, f"http://127.0.0.1:{port}/").read()
    assert time.monotonic() - begun < 60


def test_a_tunnel_carries_bytes_both_ways(door: GuardDoor) -> None:
    port = answering_server(b"pong")
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as client:
        client.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert b" 200 " in client.recv(1000)
        client.sendall(b"ping")
        assert client.recv(1000) == b"pong"


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET http://[/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://10.1.2.3/ HTTP/1.1\r\n\r\n",  # no Host field (RFC 9112 §3.2)
        b"GET http://10.1.2.3/ HTTP/1.1\r\n Host: a\r\n\r\n",  # a fold with nothing to fold
    ],
)
def test_garbage_closes_its_connection_and_harms_no_other(door: GuardDoor, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as client:
        client.sendall(garbage)
        assert client.recv(1000) == b""
    assert ask(door, "http://10.1.2.3/").status == 403
