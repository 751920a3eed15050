"""What makes two visits the same page (网页指纹), for a crawl of a whole site.

A spider of its own is asked by Scrapy's fingerprinter instead: its author knows what an address means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from crawler.frontier.listing_key import listing_key
from crawler.url.canonical_url import page_address
from crawler.url.url_kind import is_listing
from crawler.url.url_parts import split
from storage.records import Listing


@dataclass(frozen=True, kw_only=True)
class RequestManner:
    """What a request has beyond a plain GET."""

    method: str = "GET"
    body: str = ""
    render: bool = False


PLAIN = RequestManner()
_ENTRY_SCRIPT = re.compile(r"^(https?://[^?#]*?)/index\.php(?=/\w)", re.I)
"""The program's one script before a path: `/index.php/home/cart` is `/home/cart` where the server rewrites paths,
and a shop prints both."""


def page_fingerprint(url: str, manner: RequestManner = PLAIN) -> bytes:
    """20 bytes of what makes two visits the same.

    It is the key of the goods where the address names goods, so that a listing under several
    language prefixes or variants is visited once; else the address in its normal form.
    """
    if manner == PLAIN:
        return _plain_fingerprint(url)
    mark = blake2b(_page_name(url), digest_size=20)
    # The spelling is part of the fingerprints that frontiers hold.
    sent = [("body", manner.body), ("method", manner.method)] if manner.method != "GET" else []
    drawn = [("render", True)] if manner.render else []
    mark.update(repr([*sent, *drawn]).encode())
    return mark.digest()


@lru_cache(maxsize=32_768)
def _plain_fingerprint(url: str) -> bytes:
    """Cached, because the pages of one site lead to the same goods again and again."""
    return blake2b(_page_name(url), digest_size=20).digest()


def _page_name(url: str) -> bytes:
    parts = split(url)
    if parts is not None and is_listing(parts):
        name = listing_key(Listing(url=url, title=""))
    else:
        name = page_address(_ENTRY_SCRIPT.sub(r"\1", url, count=1))
    return name.encode("utf-8", "surrogatepass")
