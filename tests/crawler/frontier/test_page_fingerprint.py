"""Pages are queued under a fingerprint of their canonical URL."""

from __future__ import annotations

from crawler.frontier.page_fingerprint import page_fingerprint
from crawler.frontier.page_queue import host_of


def test_addresses_that_show_the_same_goods_are_one_page() -> None:
    assert page_fingerprint("http://a.example/en/product/17.html") == page_fingerprint(
        "http://a.example/zh-hans/product/17.html?utm_source=x"
    )
    assert page_fingerprint("http://a.example/list?page=2") != page_fingerprint(
        "http://a.example/list"
    )
    assert page_fingerprint("http://a.example/index.php/home/list?cate=2") == page_fingerprint(
        "http://a.example/home/list?cate=2"
    )
    assert host_of("https://A.example/x") == "a.example:443"
