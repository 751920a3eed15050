"""The address policy against the spellings and name services that by-passed others."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.base.errors import BadInput, EgressRefused
from storage.net.address_policy import (
    AddressPolicy,
    Lookup,
    check_answers,
    open_checked,
    resolve_checked,
)
from storage.net.deadline import Deadline

PUBLIC = AddressPolicy()
OFFICE = AddressPolicy(allow=("127.0.0.0/8", "::1"))


def answering(*answers: Sequence[str]) -> Lookup:
    """A name service that gives these answers, one a question."""
    remaining = iter(answers)
    return lambda _host, _port: next(remaining)


INTERNAL_SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://127.0.0.1./",
    "http://127.0.0.1:080/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00:ec2::254]/",
    "http://１２７。０。０。１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127%2e0%2e0%2e1/",
    "http://shop.example@127.0.0.1/",
    "http://shop.example\\@127.0.0.1/",
    "http://127.0.0.1\\.shop.example/",
    "http://127.0.\t0.1/",
    "http://shop.example\r\nHost:127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "//127.0.0.1/",
    "http://256.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "file:///etc/passwd",
    "ftp://shop.example/",
    "data:text/html,x",
    "javascript:alert(1)",
    "view-source:http://127.0.0.1/",
    "http://shop.example:99999/",
    "http://shop.example:x/",
    "http://\u200b127.0.0.1/",
]


@pytest.mark.parametrize("url", INTERNAL_SPELLINGS)
def test_an_odd_spelling_of_an_internal_address_is_refused_and_the_setting_named(url: str) -> None:
    with pytest.raises(EgressRefused, match="HUBIAO_ALLOW_ADDRESSES"):
        PUBLIC.check_url(url)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://shop.example/a?b=c#d", "shop.example", 443),
        ("HTTP://Shop.Example:8080", "shop.example", 8080),
        ("http://护标.example/商品?q=河套", "xn--3ruv3j.example", 80),
        ("http://8.8.8.8/", "8.8.8.8", 80),
        ("http://[2400:3200::1]:81/", "2400:3200::1", 81),
    ],
)
def test_a_plain_public_url_passes(url: str, host: str, port: int) -> None:
    destination = PUBLIC.check_url(url)
    assert (destination.host, destination.port) == (host, port)


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 0])
def test_a_service_port_is_refused_on_a_public_address(port: int) -> None:
    with pytest.raises(EgressRefused, match=f"port {port}"):
        PUBLIC.check_url(f"http://8.8.8.8:{port}/")


def test_any_port_is_open_on_an_address_that_the_office_named() -> None:
    assert OFFICE.check_url("http://127.0.0.1:6379/").port == 6379
    assert OFFICE.check_url("http://[::ffff:127.0.0.1]:25/").host == "127.0.0.1"


def test_the_allowed_network_opens_nothing_beside_it() -> None:
    with pytest.raises(EgressRefused):
        OFFICE.check_url("http://192.168.1.1/")


@pytest.mark.parametrize("text", ["", "loopback", "127.0.0.0/40", "300.1.1.1"])
def test_an_unreadable_network_in_the_setting_is_told_at_start(text: str) -> None:
    with pytest.raises(BadInput, match="HUBIAO_ALLOW_ADDRESSES"):
        AddressPolicy(allow=(text,))


@given(st.ip_addresses())
def test_no_address_that_is_not_global_ever_passes(address: object) -> None:
    try:
        passed = PUBLIC.check_address(str(address))
    except EgressRefused:
        return
    assert passed.is_global
    assert not passed.is_private
    assert not passed.is_multicast


@given(st.text(max_size=40))
def test_whatever_stands_in_a_url_is_read_or_refused(text: str) -> None:
    for url in (text, "http://" + text, "http://" + text + "/x"):
        with contextlib.suppress(EgressRefused):
            assert PUBLIC.check_url(url).host


def test_a_name_that_points_inside_is_refused() -> None:
    with pytest.raises(EgressRefused, match=r"rebind\.example.*10\.0\.0\.5"):
        resolve_checked("rebind.example", 80, PUBLIC, answering(["10.0.0.5"]))


def test_a_public_address_beside_an_internal_one_is_refused_too() -> None:
    with pytest.raises(EgressRefused):
        check_answers("mixed.example", 80, ["8.8.8.8", "127.0.0.1"], PUBLIC)


def test_localhost_keeps_the_family_that_the_office_named() -> None:
    v4_only = AddressPolicy(allow=("127.0.0.0/8",))
    assert [str(a) for a in check_answers("localhost", 80, ["::1", "127.0.0.1"], v4_only)] == [
        "127.0.0.1"
    ]


def test_a_name_without_an_address_is_no_refusal_but_a_failure() -> None:
    with pytest.raises(OSError, match="gone"):
        resolve_checked("gone.example", 80, PUBLIC, answering([]))


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    service = answering(["127.0.0.1"], ["10.0.0.1"])
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with open_checked("twice.example", port, OFFICE, Deadline(5), lookup=service) as made:
            assert made.getpeername() == ("127.0.0.1", port)
        with pytest.raises(EgressRefused):
            open_checked("twice.example", port, OFFICE, Deadline(5), lookup=service)
