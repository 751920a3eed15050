"""Names of hosts have one spelling in ASCII, whoever asks: links, the address guard, mails, lists of names."""

from __future__ import annotations

import pytest

from alerts.mail.envelope import read_address
from crawler.url.browser_host import browser_host
from crawler.url.site import ascii_host
from storage.audit.syslog_forward import read_server
from storage.lookalikes.name_file import listed_name
from storage.net.destination import read_destination
from storage.net.domain_names import dns_name, label_in_characters

NAMES = {
    "straße.example": "xn--strae-oqa.example",  # strasse.example is another host
    "βόλος.example": "xn--nxasmm1c.example",
    "ᏣᎳ.example": "xn--p9d9g.example",
    "葛\U000e0101.example": "xn--pt1a.example",  # with a variant of the character
    "护标.示例": "xn--3ruv3j.xn--fsq092h",
    "ｌａｄｅｎ．example": "laden.example",
    "laden。example": "laden.example",
    "☃.example": "xn--n3h.example",
    "Laden.Example": "laden.example",
}


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_reads_a_name_means_one_host(name: str) -> None:
    spellings = {
        dns_name(name),
        browser_host(name),
        ascii_host(name),
        listed_name(name),
        read_destination(f"http://{name}/").host,
        read_server(f"tls://{name}:6514").host,
    }
    assert spellings == {NAMES[name]}


@pytest.mark.parametrize("name", [name for name in NAMES if not name.isascii()])
def test_a_mail_goes_to_the_domain_that_a_link_leads_to(name: str) -> None:
    assert read_address(f"brand@{name}") == f"brand@{NAMES[name]}"


def test_a_capital_sigma_is_a_small_one_wherever_it_stands() -> None:
    assert dns_name("示例.ΒΌΛΟΣ") == browser_host("示例.ΒΌΛΟΣ") == "xn--fsq092h.xn--nxasmq6b"


@pytest.mark.parametrize("name", ["", ".", "a..example", "示" * 60 + ".example", "\ue000.example"])
def test_what_has_no_form_in_dns_is_no_name(name: str) -> None:
    assert dns_name(name) == ""
    assert read_address(f"brand@{name}") is None


def test_a_label_is_read_as_it_was_written() -> None:
    assert label_in_characters("xn--strae-oqa") == "straße"
    assert label_in_characters("xn--3ruv3j") == "护标"
    assert label_in_characters("laden") == "laden"
