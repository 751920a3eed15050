"""Which pages belong to one site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.extract.links import read_links
from crawler.extract.page.heading import read_heading
from crawler.extract.page.page import Page
from crawler.url.site import site_of

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("shop.com", "shop.com"),
        ("WWW.Shop.COM.", "shop.com"),
        ("a.b.shop.com.cn", "shop.com.cn"),
        ("shop.com.cn", "shop.com.cn"),
        ("scjgj.shili.gov.cn", "shili.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("www.shop.hl.cn", "shop.hl.cn"),  # a province
        ("www.shop.co.uk", "shop.co.uk"),
        ("shop.com.br", "shop.com.br"),
        ("www.shop.kyoto.jp", "shop.kyoto.jp"),
        ("tax.gov", "tax.gov"),
    ],
)
def test_a_registered_name_with_its_subdomains_is_one_site(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize("suffix", ["com.cn", "gov.cn", "co.uk", "myshopify.com", "cn"])
def test_a_public_suffix_is_its_own_site(suffix: str) -> None:
    assert site_of(suffix) == suffix


@pytest.mark.parametrize("platform", ["myshopify.com", "myspreadshop.com", "theshop.jp"])
def test_shops_below_a_private_suffix_are_sites_of_their_own(platform: str) -> None:
    assert site_of(f"www.a.{platform}") == site_of(f"a.{platform}") != site_of(f"b.{platform}")


@pytest.mark.parametrize("platform", ["taobao.com", "1688.com", "tmall.com"])
def test_shops_of_a_platform_that_is_no_suffix_are_one_site(platform: str) -> None:
    assert site_of(f"shop1.{platform}") == site_of(f"item.{platform}") == platform


def test_an_internationalised_name_is_one_site_in_both_spellings() -> None:
    assert site_of("www.示例.公司.cn") == "xn--fsq092h.xn--55qx5d.cn"
    assert site_of("www.示例.公司.cn") == site_of("m.xn--fsq092h.xn--55qx5d.CN")
    assert site_of("www.示例.中国") == site_of("xn--fsq092h.xn--fiqs8s")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.8", "::1", "2001:db8::8", "localhost", "shop", "", "面" * 80]
)
def test_addresses_and_single_labels_are_their_own_site(host: str) -> None:
    assert site_of(host) == host


def test_below_an_unknown_top_level_two_labels_make_a_site() -> None:
    assert site_of("www.shili.invalid") == site_of("shili.invalid") == "shili.invalid"
    assert site_of("shili.co.invalid") == "co.invalid"


def test_lists_of_a_neighbour_below_a_private_suffix_are_not_followed() -> None:
    page = Page.from_text(
        "https://a.myshopify.com/",
        '<a href="/collections/flour">面粉</a><a href="https://b.myshopify.com/collections/">邻店</a>',
    )
    urls = [link.url for link in read_links(page, read_heading(page))]
    assert urls == ["https://a.myshopify.com/collections/flour"]


_AUDITED = """
import sys
events = []
def audit(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "os.mkdir")):
        events.append(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        events.append(f"{event} {arguments[0]}")
from crawler.url.site import site_of
import tldextract
sys.addaudithook(audit)
print(site_of("www.shop.co.uk"), events)
"""


def test_the_list_comes_without_network_and_without_a_cache_on_the_disk() -> None:
    command = [sys.executable, "-B", "-c", _AUDITED]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    assert run.stdout.split(maxsplit=1) == ["shop.co.uk", "[]\n"]
