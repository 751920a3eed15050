"""The digest of a page that leaves out what differs at every visit."""

from __future__ import annotations

import pytest

from crawler.site.page_digest import page_digest

PAGE = (
    '<head><meta name="csrf" content="{token}"><script nonce="{nonce}">var t={{"at":{moment}}}</script></head>'
    '<!-- made in {took} s --><h1>河套面粉 5kg</h1><b class="price">¥{price}</b>'
    '<a href="/p.php?id=7&sid={token}">{number}</a><i>{clock}</i>'
)
FIRST = {
    "token": "8f3a0c11d2e94b7a55",
    "nonce": "Zm9vYmFy1234567890",
    "moment": "1764480000",
    "took": ".031",
    "price": "59.00",
    "number": "HT-0115",
    "clock": "06:21:10",
}


def digest(**changed: str) -> bytes:
    return page_digest(PAGE.format(**{**FIRST, **changed}).encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token", "b1946ac92492d234ff"),
        ("nonce", "Q2hhbmdlZDk4NzY1NDMy"),
        ("moment", "1764483601"),
        ("took", ".044"),
        ("clock", "06:58:31"),
    ],
)
def test_tokens_clocks_and_comments_make_no_other_page(name: str, value: str) -> None:
    assert digest(**{name: value}) == digest()


@pytest.mark.parametrize(("name", "value"), [("price", "49.00"), ("number", "HT-0116")])
def test_a_price_or_a_number_of_goods_makes_another_page(name: str, value: str) -> None:
    assert digest(**{name: value}) != digest()


def test_numbers_of_goods_in_links_are_no_moments_and_no_tokens() -> None:
    pages = (b'<a href="/item?id=688123456712">a</a>', b'<a href="/item?id=688123456799">a</a>')
    assert page_digest(pages[0]) != page_digest(pages[1])
