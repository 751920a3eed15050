"""Which pages are read in full, so that their cards, or their goods, are there."""

from __future__ import annotations

import pytest

from crawler.http.fetcher import Fetched
from crawler.site.search_results import wants_cards
from storage.crawls.frontier import QueuedPage

URL = "https://shop.example/tea-7"


@pytest.mark.parametrize(
    ("kind", "follow", "is_whole"),
    [
        ("list", "site", False),
        ("next", "site", False),
        ("listing", "site", True),
        ("search", "site", True),
        ("recheck", "site", True),
        ("list", "none", True),
    ],
)
def test_a_page_that_was_named_as_goods_is_never_read_as_a_list_like_others(
    kind: str, follow: str, is_whole: bool
) -> None:
    page = QueuedPage(
        id=1, fingerprint=bytes(20), url=URL, host="shop.example:443", kind=kind, priority=0,
        depth=1, tries=0, request=None,
    )  # fmt: skip
    fetched = Fetched(url=URL, status=200, headers={}, body=b"")
    assert wants_cards(page, fetched, follow) is is_whole
