"""Whether a page is what it was at the last visit, and what of it is remembered (网页记忆)."""

from __future__ import annotations

from hashlib import blake2b

from crawler.http.fetcher import Fetched
from crawler.run.platform_rules import PlatformRules
from storage.crawls.frontier import QueuedPage
from storage.listings.page_digests import PageMemory
from storage.listings.store import SeenListing

_LONGEST_FIELD = 300
"""Characters of the longest ETag or Last-Modified that is remembered; chosen by hand."""
_NOT_MODIFIED = 304
"""Status of an answer without a body, since the page is unchanged (RFC 9110 §15.4.5)."""


def is_unchanged(rules: PlatformRules, page: QueuedPage, fetched: Fetched) -> bool:
    """The server says so, or the same bytes came again and the same reader would read them."""
    memory = page.memory
    if memory is None or fetched.is_rendered or fetched.hops:
        return False
    if fetched.status == _NOT_MODIFIED:
        return True
    same = fetched.status == 200 and memory.digest == _digest(fetched.body)
    return same and memory.reader == rules.reader(page.url)


def memory_of(
    rules: PlatformRules,
    page: QueuedPage,
    fetched: Fetched,
    listings: tuple[SeenListing, ...],
    links: tuple[tuple[str, str], ...],
) -> PageMemory | None:
    """What to remember of a page that was read whole, at its own address, without a browser."""
    if fetched.is_rendered or fetched.hops or fetched.status != 200 or page.request:
        return None
    return PageMemory(
        fingerprint=page.fingerprint,
        digest=_digest(fetched.body),
        reader=rules.reader(page.url),
        keys=tuple(item.key for item in listings),
        links=links,
        etag=_short(fetched.headers.get("ETag") or fetched.headers.get("Etag")),
        modified=_short(fetched.headers.get("Last-Modified")),
    )


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_FIELD else None
