"""The digest of a page that leaves out what differs at every visit."""

from __future__ import annotations

import time

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


@pytest.mark.parametrize(
    ("page", "first", "second"),
    [
        ('<a href="/item?id={}">面粉</a>', "688123456712", "688123456799"),
        (
            '<a href="/item?p={}&x=1">面粉</a>',
            "5f8d0d55b54764421b7156c3",
            "5f8d0d55b54764421b7156d9",
        ),
        ('<a href="/item?id={}">面粉</a>', "1579848023", "1579848099"),
        ('<a href="{}">面粉</a>', "5f8d0d55b54764421b7156c3", "5f8d0d55b54764421b7156d9"),
        ("<li data-sku={}>面粉</li>", "1579848023", "1579848099"),
        ('<input name="product_id" value="{}">', "5f8d0d55b54764421b", "5f8d0d55b54764421c"),
        ('<input value="{}" name=sku>', "HETAO-2026-000115", "HETAO-2026-000116"),
        ('{{"id":"{}"}}', "5f8d0d55b54764421b7156c3", "5f8d0d55b54764421b7156d9"),
        ('{{"skuId":{}}}', "1579848023", "1579848099"),
        ('<code><!--{{"price":{}}}--></code>', "59.00", "49.00"),
        ("<script><!--\nvar price={};\n//--></script>", "59.00", "49.00"),
    ],
)
def test_what_tells_goods_from_others_makes_another_page(
    page: str, first: str, second: str
) -> None:
    assert page_digest(page.format(first).encode()) != page_digest(page.format(second).encode())


@pytest.mark.parametrize(
    ("page", "first", "second"),
    [
        ('<input id=f name="form_build_id" value="{}">', "aB3dE5fG7hJ9kL1m", "zB3dE5fG7hJ9kL1n"),
        ('<div id="{}">', "slider65f1a2b3c4d5e", "slider65f1a2b3c4d5f"),
        ('<link rel=stylesheet href="/a.css?v={}">', "1764480000", "1764483601"),
        ('{{"csrf":"{}"}}', "8f3a0c11d2e94b7a55", "b1946ac92492d234ff"),
        (';nonce="{}"', "8f3a0c11d2e94b7a55", "b1946ac92492d234ff"),
    ],
)
def test_names_that_a_program_draws_at_every_visit_make_no_other_page(
    page: str, first: str, second: str
) -> None:
    assert page_digest(page.format(first).encode()) == page_digest(page.format(second).encode())


def test_comments_that_end_nowhere_cost_little() -> None:
    begun = time.process_time()
    page_digest(b"<!-- " * 400_000)
    assert time.process_time() - begun < 2
