"""Sitemaps are read whole, however they were packed, prefaced or cut."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from crawler.http.fetcher import Fetched
from crawler.http.sitemaps import is_sitemap, read_sitemap

HERE = "https://laden.example/sitemap.xml"
FIRST, SECOND = "https://laden.example/p/tee-1", "https://laden.example/p/tee-2"
ROOT = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
MAP = f"{ROOT}<url><loc>{FIRST}</loc></url><url><loc>{SECOND}</loc></url></urlset>"


def addresses(body: bytes, content_type: str = "application/xml") -> list[str]:
    fetched = Fetched(url=HERE, status=200, headers={}, body=body, content_type=content_type)
    assert is_sitemap(fetched)
    return [address for address, _ in read_sitemap(fetched, 10_000_000)]


@pytest.mark.parametrize(
    "preface",
    [
        '<?xml version="1.0"?>\n<!-- by a plug-in -->',
        "<!-- no declaration -->\n",
        "\n\n  ",
        "<br />\n<b>Notice</b>: undefined index in map.php on line 7<br />\n",
        '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "b">]>',
        "\ufeff",
    ],
)
def test_what_stands_before_the_root_hides_nothing(preface: str) -> None:
    assert addresses((preface + MAP).encode()) == [FIRST, SECOND]


def test_packed_twice_in_several_members_or_in_sixteen_bits() -> None:
    body = MAP.encode()
    assert addresses(gzip.compress(gzip.compress(body))) == [FIRST, SECOND]
    assert addresses(gzip.compress(body[:100]) + gzip.compress(body[100:])) == [FIRST, SECOND]
    assert addresses(MAP.encode("utf-16")) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://laden.example/g?a=1&#38;b=2", "https://laden.example/g?a=1&b=2"),
        ("https://laden.example/g?a=1&#x26;b=2", "https://laden.example/g?a=1&b=2"),
        ("https://laden.example/o&apos;brien", "https://laden.example/o'brien"),
        ("https://laden.example/g?a=1&copy=2", "https://laden.example/g?a=1&copy=2"),
        ("\n  <![CDATA[ https://laden.example/g?a=1&b=2 ]]>\n", "https://laden.example/g?a=1&b=2"),
    ],
)
def test_the_entities_of_xml_and_no_others(written: str, address: str) -> None:
    assert addresses(f"{ROOT}<url><loc lang='de'>{written}</loc></url></urlset>".encode()) == [
        address
    ]


def test_an_address_that_is_cut_off_is_none() -> None:
    assert addresses(MAP[: MAP.index(SECOND) + 12].encode()) == [FIRST]


@pytest.mark.parametrize(
    "broken", ["http://[", "//[laden.example/p", "https://laden.example:port/p"]
)
def test_an_entry_that_is_no_address_costs_no_other(broken: str) -> None:
    entry = f"<url><loc>{broken}</loc></url>"
    assert addresses(MAP.replace(ROOT, ROOT + entry).encode()) == [FIRST, SECOND]


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", ""])
def test_a_list_of_addresses_is_a_map_whatever_its_type(content_type: str) -> None:
    assert addresses(f"\ufeff{FIRST}\r\n{SECOND}\n".encode(), content_type) == [FIRST, SECOND]


def test_the_feeds_of_merchants() -> None:
    rss = f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:link>{FIRST}</g:link></item></channel></rss>'
    yml = f"<yml_catalog><shop><offers><offer id='1'><url>{SECOND}</url></offer></offers></shop></yml_catalog>"
    table = f'id\ttitle\tlink\n1\tTee\t{FIRST}\n2\t"Tee\tfein"\t{SECOND}\n'
    assert addresses(rss.encode()) == [FIRST]
    assert addresses(yml.encode()) == [SECOND]
    assert addresses(table.encode(), "text/plain") == [FIRST, SECOND]


def test_a_table_whose_quotation_mark_nothing_closes_is_read_up_to_there() -> None:
    table = f'id\ttitle\tlink\n1\tTee\t{FIRST}\n2\t"Tee' + "\tfein" * 40_000
    assert addresses(table.encode(), "text/plain") == [FIRST]


@pytest.mark.parametrize(
    "page",
    ["<!doctype html><html><body><svg><feed></feed></svg></body></html>", "hello, world", "{}", ""],
)
def test_a_page_is_no_map(page: str) -> None:
    fetched = Fetched(
        url=HERE, status=200, headers={}, body=page.encode(), content_type="text/html"
    )
    assert not is_sitemap(fetched)


def test_an_address_may_stand_in_its_entry_without_loc_and_partly_as_cdata() -> None:
    entries = f"<sitemap>\n{FIRST}\n</sitemap><sitemap><loc>{SECOND[:-5]}<![CDATA[tee-2]]></loc></sitemap>"
    assert addresses(f"<sitemapindex>{entries}</sitemapindex>".encode()) == [FIRST, SECOND]


def test_a_map_of_endless_addresses_or_of_many_small_parts_takes_no_memory() -> None:
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [%b1]}'
    bodies = {
        ROOT.encode() + b"<loc>https://laden.example/%b</loc>" % (b"a" * 900_000): [],
        gzip.compress(FIRST.encode() + b"\n" * 3_000_000): [FIRST],
        gzip.compress(feed % (b"[]," * 600_000)): [],
    }
    tracemalloc.start()
    for body, held in bodies.items():
        for _ in range(5):
            assert addresses(body) == held
    left, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < 1_000_000
    assert peak < 12_000_000


def test_a_guid_is_the_address_of_its_entry_unless_it_says_that_it_is_none() -> None:
    items = (
        f"<item><guid>{FIRST}</guid></item><item><guid isPermaLink='false'>{SECOND}</guid></item>"
    )
    assert addresses(
        f"<rss><channel>{items}<item><guid>17</guid></item></channel></rss>".encode()
    ) == [FIRST]
