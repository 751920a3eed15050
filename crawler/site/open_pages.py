"""Pages whose listing may still be read otherwise (未定的商品页): what is needed to make it anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.extract.page.page import PageReading
from crawler.frontier.page_queue import host_of
from crawler.http.fetcher import Fetched
from crawler.run.open_accounts import OpenAccount
from crawler.run.open_visits import OpenVisit
from crawler.site.page_listings import goods_listing
from crawler.site.page_marks import marks_of
from crawler.site.xhr_listings import xhr_listings
from crawler.templates.open_reading import OpenReading
from crawler.url.url_sessions import SessionNames
from storage.listings.page_digests import PageMemory
from storage.listings.store import SeenListing
from storage.records import Listing

_MOST_BYTES = 16 * 2**20
"""Bytes of bodies that are kept at once; of older pages only the bytes are remembered, not what tells that other
bytes show the same goods. Chosen by hand, to bound memory."""


@dataclass(eq=False, kw_only=True)
class _OpenPage:
    number: int
    """Its row in the queue."""
    opening: OpenReading
    account: OpenAccount
    memory: PageMemory | None
    """What to remember of it as it was read first."""
    better: PageReading | None = None
    """How it is read instead, as far as this was looked at."""
    url: str
    clean_url: str
    offers: tuple[Listing, ...]
    """What its own data say."""
    body: bytes | None
    charset: str


class OpenPages:
    """The open pages of one crawl."""

    def __init__(self, contact_key: bytes, sessions: SessionNames) -> None:
        self._contact_key = contact_key
        self._sessions = sessions
        self._pages: list[_OpenPage] = []
        self._bytes = 0

    def add(
        self,
        visit: OpenVisit,
        opening: OpenReading | None,
        fetched: Fetched,
        charset: str,
    ) -> None:
        """Have this visit's account wait until the reading of its page is final, unless it is (None)."""
        if opening is None:
            return
        visit.account = OpenAccount()
        page = _OpenPage(
            number=visit.page.id,
            opening=opening,
            account=visit.account,
            memory=visit.memory,
            url=fetched.url,
            clean_url=self._sessions.without(host_of(fetched.url), fetched.url),
            offers=tuple(xhr_listings(fetched)),
            body=fetched.body if visit.memory is not None else None,
            charset=charset,
        )
        self._pages.append(page)
        self._bytes += len(page.body or b"")
        for oldest in self._pages:
            if self._bytes <= _MOST_BYTES:
                break
            self._let_go(oldest)

    def settle(self, visit: OpenVisit) -> list[SeenListing]:
        """Listings of earlier pages that are read otherwise by what this visit's page taught; the accounts of all
        pages whose reading is final now end with the visit."""
        corrections: list[SeenListing] = []
        for page in self._pages:
            if page.opening.better is not page.better and not page.account.is_final:
                page.better = page.opening.better
                corrections += self._read_otherwise(page, visit)
            if page.opening.is_settled:
                visit.settled.append(page.account)
        self._forget_final()
        return corrections

    def _read_otherwise(self, page: _OpenPage, visit: OpenVisit) -> Iterator[SeenListing]:
        account, reading = page.account, page.better
        account.listing = None
        if reading is None or reading.listing is None:
            return
        account.listing = goods_listing(
            reading.listing,
            reading.canonical,
            url=page.url,
            clean_url=page.clean_url,
            offers=page.offers,
            contact_key=self._contact_key,
        )
        if page.memory is not None:
            body = page.body and self._sessions.without_in(host_of(page.url), page.body)
            account.memory = _memory_of(page.memory, account.listing, body, page.charset)
        visit.corrected[page.number] = account
        yield replace(account.listing, corrects=page.number)

    def _forget_final(self) -> None:
        waiting = []
        for page in self._pages:
            if page.opening.is_settled or page.account.is_final:
                self._let_go(page)
            else:
                waiting.append(page)
        self._pages = waiting

    def _let_go(self, page: _OpenPage) -> None:
        self._bytes -= len(page.body or b"")
        page.body = None


def _memory_of(
    memory: PageMemory, listing: SeenListing, body: bytes | None, charset: str
) -> PageMemory:
    """What to remember of a page whose listing is read otherwise in the end; `body` is without sessions, None where
    it is not at hand any more: then only the same bytes are the same."""
    marks = None
    if body is not None and memory.marks is not None:
        marks = marks_of(body, charset, listing.listing)
    return replace(memory, keys=(listing.key,), marks=marks)
