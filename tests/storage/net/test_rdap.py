"""RDAP answers as registries write them, and asking for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from storage.base.errors import BadInput, EgressRefused, NotFound
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import ExchangeFailed
from storage.net.rdap_answer import read_answers
from storage.net.rdap_query import ask
from tests.servers.http_server import serving


def card(*properties: list[Any]) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *properties]]


DOMAIN: dict[str, Any] = {
    "objectClassName": "domain",
    "ldhName": "SITE.EXAMPLE.",
    "nameservers": [{"objectClassName": "nameserver", "ldhName": "NS1.DNS.EXAMPLE"}],
    "links": [{"rel": "self", "href": "https://rdap.registry.example/domain/site.example"}],
    "events": [
        {"eventAction": "registration", "eventDate": "2020-01-01T00:00:00Z"},
        {"eventAction": "last update of RDAP database", "eventDate": "2026-11-20T08:00:00Z"},
    ],
    "entities": [
        {"roles": ["registrant"], "vcardArray": card(["fn", {}, "text", ""])},
        {
            "roles": ["registrar"],
            "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
            "vcardArray": card(["fn", {}, "text", "示例域名注册有限公司"]),
            "entities": [
                {
                    "roles": ["abuse"],
                    "vcardArray": card(
                        ["fn", {}, "text", "Abuse"],
                        ["tel", {"type": "voice"}, "uri", "tel:+86.1000000000"],
                        ["email", {}, "text", "abuse@registrar.example"],
                    ),
                }
            ],
        },
    ],
}
NETWORK: dict[str, Any] = {
    "objectClassName": "ip network",
    "startAddress": "192.0.2.0",
    "endAddress": "192.0.2.255",
    "name": "EXAMPLE-NET",
    "entities": [
        {
            "roles": ["registrant"],
            "vcardArray": card(["org", {}, "text", ["示例网络科技有限公司"]]),
            "entities": [
                {
                    "roles": ["abuse", "technical"],
                    "vcardArray": card(["email", {}, "text", "abuse@host.example"]),
                }
            ],
        }
    ],
}


def test_a_domain_s_answer_names_registrar_abuse_contact_and_servers() -> None:
    ((answer, text),) = read_answers(json.dumps(DOMAIN).encode(), "answer.json")
    assert (answer.kind, answer.subject, answer.operator) == (
        "domain",
        "site.example",
        "示例域名注册有限公司",
    )
    assert (answer.iana_id, answer.abuse_email) == ("9999", "abuse@registrar.example")
    assert answer.abuse_phone == "+86.1000000000"
    assert answer.nameservers == ("ns1.dns.example",)
    assert answer.source == "https://rdap.registry.example/domain/site.example"
    assert answer.as_of == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert json.loads(text) == DOMAIN


def test_a_network_s_answer_names_its_holder_with_the_contact_within() -> None:
    answers = read_answers(json.dumps([NETWORK, DOMAIN]).encode(), "answers.json")
    network = answers[0][0]
    assert (network.kind, network.subject) == ("network", "192.0.2.0-192.0.2.255")
    assert (network.operator, network.abuse_email) == ("示例网络科技有限公司", "abuse@host.example")
    assert len(answers) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"null", b"[1]", b"[[]]", b"\xff", b"[" * 100_000,
        b'{"objectClassName": "entity", "handle": "X"}',
        b'{"objectClassName": "ip network", "startAddress": "x", "endAddress": "y"}',
        b"{" + b" " * 600_000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_answers(content, "answer.json")


@pytest.mark.parametrize(
    "entities",
    [
        None, "x", [None], [{"roles": None}], [{"roles": ["abuse"], "vcardArray": "x"}],
        [{"roles": ["abuse"], "vcardArray": ["vcard", [["email"], None, 7]]}],
        [{"roles": ["abuse"], "vcardArray": card(["email", {}, "text", "a@b.example, c@d.example"])}],
        [{"roles": ["abuse"], "vcardArray": card(["email", {}, "text", "a@b.example\nBcc: x"])}],
    ],
)  # fmt: skip
def test_a_contact_that_cannot_be_written_to_is_left_out(entities: object) -> None:
    ((answer, _),) = read_answers(json.dumps({**NETWORK, "entities": entities}).encode(), "a.json")
    assert answer.abuse_email is None
    assert answer.operator == "EXAMPLE-NET"


class Registry(BaseHTTPRequestHandler):
    """IANA's lists and one registry on the same server."""

    def do_GET(self) -> None:
        root = f"http://{self.headers['Host']}/registry/"
        pages: dict[str, object] = {
            "/dns.json": {"services": [[["example", "site.example"], [root]], [["cn"], [root]]]},
            "/ipv4.json": {
                "services": [[["192.0.0.0/8"], ["http://127.0.0.1:1/"]], [["192.0.2.0/24"], [root]]]
            },
            "/registry/domain/www.site.example": DOMAIN,
            "/registry/ip/192.0.2.10": NETWORK,
        }
        page = pages.get(self.path)
        body = json.dumps(page).encode()
        self.send_response(500 if "broken" in self.path else 404 if page is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[str]:
    with serving(Registry) as url:
        yield url


def test_the_server_with_the_longest_fit_is_asked(registry: str) -> None:
    loopback = AddressPolicy(("127.0.0.0/8",))
    assert json.loads(ask("WWW.site.example.", registry, loopback)) == DOMAIN
    assert json.loads(ask("192.0.2.10", registry, loopback)) == NETWORK


def test_a_name_that_nobody_has_is_said_so(registry: str) -> None:
    loopback = AddressPolicy(("127.0.0.0/8",))
    with pytest.raises(NotFound, match="the registry has no"):
        ask("other.example", registry, loopback)
    with pytest.raises(NotFound, match="no RDAP server"):
        ask("site.invalid", registry, loopback)
    with pytest.raises(ExchangeFailed, match="500"):
        ask("broken.example", registry, loopback)


def test_the_address_policy_holds_for_registries_too(registry: str) -> None:
    with pytest.raises(EgressRefused):
        ask("site.example", registry, AddressPolicy())
