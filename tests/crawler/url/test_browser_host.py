"""Links lead to the host that a browser asks for, and nowhere where it asks for none."""

from __future__ import annotations

import pytest

from crawler.url.browser_host import browser_host
from crawler.url.url_parts import absolute, split

PAGE = "https://laden.example/a/b.html"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Laden.Example", "laden.example"),
        ("河套.example", "xn--2ts736b.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("ｌａｄｅｎ．example", "laden.example"),
        ("laden。example", "laden.example"),
        ("la\u00adden.ex\u200bample", "laden.example"),
        ("l%61den.example", "laden.example"),
        ("☃.example", "xn--n3h.example"),
        ("127.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("2130706433.", "127.0.0.1"),
        ("127%2e0%2e0%2e1", "127.0.0.1"),
        ("[0:0::0:1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:7f00:1"),
    ],
)
def test_a_host_has_one_spelling(text: str, host: str) -> None:
    assert browser_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "a b",
        "a%00b",
        "a|b",
        "1.2.3.256",
        "1.2.3.4.5",
        "0x7g.1",
        "09.1",
        "[::1",
        "[fe80::1%25eth0]",
        "",
        "%ff.de",
    ],
)
def test_what_no_browser_opens_is_no_host(text: str) -> None:
    assert browser_host(text) is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("http:/kunde.example/x", "http://kunde.example/x"),
        ("http:kunde.example/x y", "http://kunde.example/x%20y"),
        ("https:/x", "https://laden.example/x"),
        ("https:x", "https://laden.example/a/x"),
        ("///kunde.example/x", "https://kunde.example/x"),
        ("//kunde.example/x y", "https://kunde.example/x%20y"),
        ("\\\\kunde.example\\x", "https://kunde.example/x"),
        ("\x01 https://KUNDE.example/x \x1f", "https://kunde.example/x"),
        ("https://0x7f.1/x", "https://127.0.0.1/x"),
        ("https://0x7f.1/?to=127.0.0.1", "https://127.0.0.1/?to=127.0.0.1"),
        ("https://me:a]b@kunde.example/x", "https://me:a]b@kunde.example/x"),
        ("https://农产.example/x", "https://xn--wlqw5e.example/x"),
        ("https://kun de.example/x", None),
        ("https://kunde.example:99999/x", None),
    ],
)
def test_a_link_leads_where_a_browser_goes(href: str, url: str | None) -> None:
    assert absolute(PAGE, href) == url
    assert url is None or split(url)
