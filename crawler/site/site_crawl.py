"""One crawl of a site (站点采集): its run, its order, and what it has learnt of the hosts so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from scrapy import Request

from crawler.frontier.left_pages import Left
from crawler.run.active_run import ActiveRun
from crawler.run.crawl_options import CrawlOrder
from crawler.run.stored_request import KIND
from crawler.site.fingerprinter import SiteFingerprinter
from crawler.site.followed_hosts import FollowedHosts
from crawler.site.open_pages import OpenPages
from crawler.templates.template_book import TemplateBook
from storage.crawls import frontier

_REMEMBERED = 400_000
"""Links kept in memory (32 MB) as met before; a forgotten one costs the look at its fingerprint."""


class SiteCrawl:
    """What the pages of one site crawl share; only the site spider changes it."""

    def __init__(self, run: ActiveRun, order: CrawlOrder, fingerprinter: SiteFingerprinter) -> None:
        self.run = run
        self.order = order
        self.fingerprinter = fingerprinter
        self.bounds = FollowedHosts(order.urls, order.follow)
        with run.database.read() as session:
            self.bounds.admit_hosts(frontier.followed_hosts(session, run.id))
        run.traps.sessions = fingerprinter.sessions
        self.templates = TemplateBook(run.database)
        self.open_pages = OpenPages(run.contact_key, fingerprinter.sessions)
        self.searched: set[str] = set()
        """Hosts whose search was asked."""
        self.walls: Counter[str] = Counter()
        """Host → walls in a row."""
        self.probes: Counter[str] = Counter()
        """Host → lists that showed no more in a browser, less those that did."""
        self._links: set[int] = set()
        """Hashes of links that were met before."""
        self._unnamed: set[int] = set()
        """Those of them that no card named as goods."""
        self._left: set[int] = set()
        """Those of them that were left, since their family gives nothing new."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What a site's own search is asked for. The rights are read with the first form or query that asks: a
        crawl on which nothing changed does without them. Raises StoreUnavailable."""
        from crawler.site.search_words import search_words

        return search_words(self.order, self.run.database)

    def new_requests(
        self, links: Iterable[tuple[str, str]], admits: Callable[[str], bool]
    ) -> Iterator[Request]:
        """Requests for those (address, kind) pairs that `admits` admits and the queue does not know.

        A page on another host of the shop (`m.`) is asked for where the start page's host is not.
        """
        elsewhere = []
        for url, kind in links:
            # Nearly every link of a page was met before: that is looked up first.
            if hash(url) in self._links:
                if kind == "listing" and hash(url) in self._unnamed:
                    yield from self._goods_after_all(url)
                continue
            if not admits(url):
                continue
            address = self.bounds.preferred(url)
            if address != self.bounds.at_home(url):
                elsewhere.append((url, kind))
                continue
            was_met = address != url and hash(address) in self._links
            self._links.add(hash(url))
            if not was_met and self._is_new(address):
                if kind != "listing":
                    self._unnamed.add(hash(address))
                yield Request(address, meta={KIND: kind})
            elif kind == "listing":
                # Met at another address, or by an earlier process of the run.
                yield from self._goods_after_all(address)
        for url, kind in elsewhere:
            if not self.is_met(self.bounds.at_home(url)) and self._is_new(url):
                yield Request(url, meta={KIND: kind})

    def _goods_after_all(self, url: str) -> Iterator[Request]:
        """A card names an address as goods that was met without one: it is not left with its family."""
        self._unnamed.discard(hash(url))
        self.run.queue.note_goods(self.fingerprinter.of_url(url))
        if self.take_up(url):
            yield Request(url, meta={KIND: "listing"})

    def leave(self, url: str) -> None:
        """This address is not queued: its family gives nothing new."""
        self._left.add(hash(url))
        self.run.queue.left[Left.REPEATED] += 1

    def take_up(self, url: str) -> bool:
        """Was this address left? It is to be visited all the same and counts no more as left."""
        if hash(url) not in self._left:
            return False
        self._left.discard(hash(url))
        self.run.queue.left[Left.REPEATED] -= 1
        return True

    def _is_new(self, url: str) -> bool:
        if len(self._links) >= _REMEMBERED:
            for links in (self._links, self._unnamed, self._left):
                links.clear()
        self._links.add(hash(url))
        return not self.run.queue.knows(self.fingerprinter.of_url(url))

    def is_met(self, url: str) -> bool:
        """Has a page of this run led to this address?"""
        return hash(url) in self._links or self.run.queue.knows(self.fingerprinter.of_url(url))

    def is_new_request(self, request: Request) -> bool:
        """Is this request, of any method, unknown to the queue?"""
        return not self.run.queue.knows(self.fingerprinter.fingerprint(request))
