"""Pages written by the other side: each is read in bounded time, and what comes out can be stored."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.structured.js_literals import read_literal
from tests.examples import examples

URL = "https://shop.example/goods/1.html"
MANY = 200_000

BOMBS = {
    "amounts loose in one element": "<h1>面粉</h1><div>" + "价格 <br>￥5 <br> " * 10_000,
    "calls without end": "<h1>面粉</h1><script>" + "var state = {price: go(1, " * 8_000,
    "amounts and buttons": "<h1>面粉</h1>" + "<p>￥1</p><button>购买</button>" * 8_000,
    "nested divs": "<div>" * MANY,
    "closed nested divs": "<div>" * MANY + "</div>" * MANY,
    "nested divs and stray ends": "<main><h1>a</h1><p>b</p></header>" * 30_000,
    "nested shapes of a drawing": "<svg>" + "<path>" * MANY,
    "nested links": "<a href=/x><b>" * MANY,
    "nested tables": "<table>" * MANY,
    "nested cards": "<li class=item>¥1" * MANY,
    "one tag with many attributes": "<div " + " ".join(f"a{n}=1" for n in range(MANY)) + ">",
    "angle brackets": "<" * MANY,
    "one long word": "¥" * MANY + "1" * MANY,
    "many digits": "<b class=price>" + "1," * MANY + "</b>",
    "nested JSON": "<script type=application/ld+json>" + "[" * MANY + "</script>",
    "nested script objects": "<script>var a = " + "{a:" * MANY + "</script>",
    "many script objects": "<script>" + "a={b:1};" * 50_000 + "</script>",
    "unclosed quotes": "<script>x={'" + "a" * MANY + "</script><a href='" * 50,
    "many meta": "<meta property=og:title content=x>" * 20_000,
    "many microdata scopes": "<div itemscope itemtype=http://schema.org/Product>" * 20_000,
    "many links": "".join(f"<a href=/goods/{n}.html>{n}</a>" for n in range(30_000)),
    "broken JSON-LD": '<script type=application/ld+json>{"a":"' + '"x ' * MANY + "</script>",
    "commented JSON-LD": "<script type=application/ld+json>" + "/*" * MANY + "</script>",
    "cut off JSON-LD": "<script type=application/ld+json>" + '{"a":[1,' * 100_000,
    "invoked functions": "<script>" + "a=(function(a){return {" * 20_000 + "</script>",
    "calls of functions": "<script>" + '})({"' * 50_000 + "</script>",
    "many itemrefs": "<div itemscope itemtype=x/Product itemref='a a a a a a a a a a'>" * 5_000
    + "<p id=a itemprop=name>x",
    "many RDFa items": "<div typeof='Product'><b property=name>x</b>" * 20_000,
    "many prices in attributes": "<b data-price=5 data-name=x>" * 30_000,
    "percent-encoded state": "<script id=RENDER_DATA type=application/json>"
    + "%7B" * MANY
    + "</script>",
    "many labels": "<p>SKU: </p>" * 30_000,
    "separators": "<title>" + " - | _ " * 30_000 + "</title><h1>a</h1>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_at_most_a_few_seconds(name: str) -> None:
    body = f"<html><head><title>面粉</title></head><body>{BOMBS[name]}</body></html>"
    start = time.process_time()
    reading = read_page(Page.from_text(URL, body))
    assert time.process_time() - start < 6
    json.dumps(reading.to_json(), ensure_ascii=False).encode("utf-8")


def test_thousands_of_drawings_leave_a_long_list_whole() -> None:
    """A shape of a drawing ends itself, so that fifteen hundred of them nest in nothing."""
    star = "<svg viewBox='0 0 9 9'><path d='M0 0h9'/></svg>"
    card = "<li class=item><a href=/goods/{0}.html>{0}</a><b>¥5</b>" + "<i></i>" * 28 + star * 5
    body = "".join(card.format(number) for number in range(1000, 1300))
    assert body.count("<") > 20_000
    assert len(read_page(Page.from_text(URL, f"<ul>{body}</ul>")).links) == 300


def test_content_beside_a_bomb_is_still_read() -> None:
    product = '{"@type":"Product","name":"面粉","sku":"1","offers":{"price":"5","availability":"InStock"}}'
    body = f'<script type="application/ld+json">{product}</script><h1>面粉</h1>{"<div>" * MANY}深处'
    reading = read_page(Page.from_text(URL, body))
    assert reading.kind == "listing"


def test_surrogates_and_control_characters_do_not_get_out() -> None:
    product = {
        "@type": "Product",
        "name": "面\ud800粉\u0000甲",
        "sku": "1\ud83d",
        "offers": {"price": "5"},
    }
    body = f'<script type="application/ld+json">{json.dumps(product)}</script><h1>面粉</h1>'
    listing = read_page(Page.from_text(URL, body)).listing
    assert listing is not None
    assert listing.title == "面粉甲"
    json.dumps(listing.to_json(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "Product"},
        {"@type": "Product", "name": ["", None, {"@value": "面粉"}], "offers": "5 元"},
        {"@type": ["Product", 5], "name": 5, "offers": [[], {"price": []}, {"price": {}}]},
        {"@type": "Product", "name": "面粉", "offers": {"price": "NaN", "priceCurrency": 5}},
        {"@type": "Product", "name": "面粉", "image": {"url": {"url": "x"}}, "brand": [[]]},
        {"@type": "Product", "name": "面粉", "additionalProperty": [1, None, {"name": {}}]},
        {"@type": "BreadcrumbList", "itemListElement": [1, {"position": "x"}, {"position": {}}]},
        {"@type": None, "@graph": {"@graph": {"@type": "Product", "offers": {"offers": {}}}}},
        [[[[]]]], 5, "x", None,
    ],
)  # fmt: skip
def test_odd_structured_data_is_no_error(node: object) -> None:
    body = f'<script type="application/ld+json">{json.dumps(node)}</script><h1>面粉</h1>'
    read_page(Page.from_text(URL, body))


_MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["<div class=price>", "</div>", "<h1>", "<script>", "</script>", "var a={", "}", "<li>", "¥9.9",
             "<a href='/goods/1'>", "<del>", "SKU: ", "<table><tr><td>", "立即购买", "<meta itemprop=price>",
             '<script type="application/ld+json">', '{"@type":"Product","name":', "<p itemscope itemtype=x/Product>",
             "<select>", "<template>", "<svg>", "\x00", "&#55296;", "<!--", "-->", "请登录", "<input type=password>"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
)  # fmt: skip


@examples(40, 150)
@given(_MARKUP, st.sampled_from([URL, "https://item.jd.com/1.html", "https://[::1]/?s=goods", "x"]))
def test_any_markup_is_read(parts: list[str], url: str) -> None:
    reading = read_page(Page.from_text(url, "".join(parts)))
    json.dumps(reading.to_json(), ensure_ascii=False).encode("utf-8")


@examples(30, 100)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(body: bytes) -> None:
    read_page(Page.from_bytes(URL, body))


_GOOD = "<meta charset=utf-8><title>示例面粉</title><h1>示例面粉</h1><b class=price>￥5.00</b><button>立即购买</button>"


@examples(20, 60)
@given(st.lists(st.tuples(st.integers(0, len(_GOOD)), st.binary(max_size=6)), max_size=8))
def test_a_page_with_bytes_broken_in_anywhere_is_read(breaks: list[tuple[int, bytes]]) -> None:
    body = _GOOD.encode()
    for at, junk in breaks:
        body = body[:at] + junk + body[at:]
    reading = read_page(Page.from_bytes(URL, body))
    assert (reading.kind == "listing") <= (reading.listing is not None)
    json.dumps(reading.to_json(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_a_page_is_read_whatever_its_charset_is_and_whatever_it_claims(charset: str) -> None:
    for claim in ("utf-8", "gbk", "utf-16", "nonsense"):
        body = _GOOD.replace("charset=utf-8", f"charset={claim}").encode(charset)
        listing = read_page(Page.from_bytes(URL, body)).listing
        assert listing is not None
        assert listing.title, (charset, claim)


def test_a_file_that_is_no_text_is_nothing_of_use() -> None:
    for body in (b"\x00" * 5000, bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + b"\x01\x02" * 999):
        reading = read_page(Page.from_bytes("https://shop.example/goods/1.html", body))
        assert reading.kind == "other"
        assert reading.listing is None


def test_megabytes_of_paragraphs_cost_seconds() -> None:
    body = "<h1>示例</h1>" + "<p>示例面粉 ￥12.00 一段文字</p>" * 150_000
    start = time.process_time()
    read_page(Page.from_text(URL, body))
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{a: 'x', \"b\": 1.5, c: [1, 2,], d: !0, e: null,}", {"a": "x", "b": 1.5, "c": [1, 2], "d": True, "e": None}),
        ("{name: '\\u9762\\u7c89', f: function(){ return {x: 1} }, g: a + 'b', h: 2}",
         {"name": "面粉", "f": None, "g": None, "h": 2}),
        ("{/* c */ a: 1, // d\n b: `t`}", {"a": 1, "b": "t"}),
        ("[{a:1},{a:2}]", [{"a": 1}, {"a": 2}]),
        ("{a: -3, b: 0x10, c: .5, d: 1e3, e: 007}", {"a": -3, "b": 16, "c": 0.5, "d": 1000.0, "e": 7}),
        ("{bad", None), ("alert(1)", None), ("", None),
    ],
)  # fmt: skip
def test_a_script_literal_is_data_and_never_run(source: str, value: object) -> None:
    assert read_literal(source) == value


@given(st.text(alphabet="{}[]:,'\"ab1 \\u/*\n", max_size=80))
def test_any_literal_is_read_or_refused(source: str) -> None:
    read_literal("{" + source)
