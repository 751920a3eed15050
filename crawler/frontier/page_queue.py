"""The run's queue as its process sees it (待采队列): which page goes next, and which are new.

The rows are in the database (storage.crawls.frontier); here are the leases, the next few pages of each
host, waiting retries, and a bounded memory of pages already queued, so that a known link costs
a set look-up and no row.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.frontier.left_pages import Left
from crawler.frontier.throttle import Paces
from storage.base.database import Database
from storage.crawls import frontier
from storage.crawls.frontier import NewPage, QueuedPage
from storage.records.stored_request import StoredRequest
from storage.tables import FrontierKind

_BATCH = 64
"""Rows of one host that are read from the database at a time; chosen by hand."""
_REMEMBERED = 400_000
"""Pages kept in memory (32 MB); beyond that the database alone tells a known page from a new one."""
_AHEAD = 2
"""Pages of a host that are handed out beyond what it may be asked at once, so that the next one is
ready when an answer comes; measured by benchmarks.crawl."""
PRIORITY: Mapping[str, int] = {
    FrontierKind.START: 100,
    FrontierKind.SITEMAP: 90,
    FrontierKind.LISTING: 20,
    FrontierKind.NEXT: 10,
    FrontierKind.LIST: 0,
    FrontierKind.SEARCH: -5,
    FrontierKind.RECHECK: -10,
}
"""Kind of page → order in the queue, higher goes first: what leads to much, then the listings."""
_PORTS = {"http": 80, "https": 443}


@dataclass
class _HostQueue:
    waiting: deque[QueuedPage] = field(default_factory=deque)
    again: deque[QueuedPage] = field(default_factory=deque)
    """Retries whose moment has come; they go first."""
    more: bool = True
    """The database may hold further queued pages."""


class PageQueue:
    """Pages of one run, handed out host by host."""

    def __init__(
        self, database: Database, run_id: int, paces: Paces, *, max_depth: int, max_per_host: int
    ) -> None:
        self._database = database
        self._run = run_id
        self._paces = paces
        self._max_depth = max_depth
        self._max_per_host = max_per_host
        self._hosts: dict[str, _HostQueue] = {}
        self._leased: set[int] = set()
        self._lent: Counter[str] = Counter()
        """Host → pages handed out and not given back."""
        self._early: dict[int, float] = {}
        """Retries handed out before their moment: page → the moment (monotonic clock)."""
        self._retries: list[tuple[float, int, QueuedPage]] = []
        self._queued: set[int] = set()
        """Hashes of the fingerprints of pages that were queued."""
        self._of_goods: set[int] = set()
        """Hashes of the fingerprints of pages that were queued as lists, and cards name as goods."""
        self.left: Counter[str] = Counter()
        """Why (left_pages.Left) → addresses that were not queued, since they were last counted."""
        with database.read() as session:
            self._pages = frontier.known_pages(session, run_id)
            for host in frontier.queued_hosts(session, run_id):
                self._hosts[host] = _HostQueue()
            for fingerprint in frontier.known_fingerprints(session, run_id, _REMEMBERED):
                _remember(self._queued, fingerprint)

    def knows(self, fingerprint: bytes) -> bool:
        """Was this page queued by this process, as far as it remembers?"""
        return hash(fingerprint) in self._queued

    def note_goods(self, fingerprint: bytes) -> None:
        """A card names this page as that of a listing."""
        _remember(self._of_goods, fingerprint)

    def is_of_goods(self, fingerprint: bytes) -> bool:
        """Does a card name this page as that of a listing, though its address does not?"""
        return hash(fingerprint) in self._of_goods

    def admit(
        self,
        url: str,
        fingerprint: bytes,
        *,
        kind: str,
        depth: int,
        priority: int = 0,
        request: StoredRequest | None = None,
    ) -> NewPage | None:
        """A page for the queue; None when it was queued before, lies too deep, or its host has enough.

        `priority` is added to that of the page's kind.
        """
        if self.knows(fingerprint):
            return None
        if depth > self._max_depth:
            self.left[Left.DEPTH] += 1
            return None
        _remember(self._queued, fingerprint)
        host = host_of(url)
        pages = self._pages.get(host, 0)
        if pages >= self._max_per_host and kind != "start":
            self.left[Left.HOST_LIMIT] += 1
            return None
        self._pages[host] = pages + 1
        return NewPage(
            fingerprint=fingerprint,
            url=url,
            host=host,
            kind=kind,
            priority=PRIORITY[kind] + priority,
            depth=depth,
            request=request,
        )

    def added(self, pages: Iterable[NewPage]) -> None:
        """These rows are in the database now; what goes before a page that waits here is read first."""
        highest: dict[str, int] = {}
        for page in pages:
            highest[page.host] = max(page.priority, highest.get(page.host, page.priority))
        for name, priority in highest.items():
            host = self._hosts.setdefault(name, _HostQueue())
            host.more = True
            if host.waiting and priority > host.waiting[-1].priority:
                self._leased.difference_update(page.id for page in host.waiting)
                host.waiting.clear()

    def take(self) -> QueuedPage | None:
        """The next page to visit, leased until `release`; its host is asked when its turn comes.

        A retry whose moment has not come is handed out only where nothing else is left to do:
        `not_before` says how long it waits.
        """
        now = time.monotonic()
        while self._retries and self._retries[0][0] <= now:
            page = heapq.heappop(self._retries)[2]
            self._hosts.setdefault(page.host, _HostQueue(more=False)).again.append(page)
        for name, host in list(self._hosts.items()):
            if self._lent[name] >= self._paces.of(name).at_once + _AHEAD:
                continue
            if not host.waiting and not host.again and host.more:
                self._refill(name, host)
            if pages := host.again or host.waiting:
                # To the end of the line, so that no host starves the others.
                self._hosts[name] = self._hosts.pop(name)
                self._lent[name] += 1
                return pages.popleft()
            del self._hosts[name]
        return self._take_early() if not self._hosts else None

    def _take_early(self) -> QueuedPage | None:
        if not self._retries:
            return None
        moment, _, page = heapq.heappop(self._retries)
        self._early[page.id] = moment
        return page

    def not_before(self, page: QueuedPage) -> float:
        """The moment (monotonic clock) before which a retry is not to be visited; 0 for any other page."""
        return self._early.get(page.id, 0.0)

    def give_back(self, page: QueuedPage) -> None:
        """The visit of a page that was handed out is over."""
        if self._early.pop(page.id, None) is None:
            self._lent[page.host] -= 1

    def _refill(self, name: str, host: _HostQueue) -> None:
        with self._database.read() as session:
            pages = frontier.next_pages(session, self._run, name, _BATCH, self._leased)
        host.more = len(pages) == _BATCH
        self._leased.update(page.id for page in pages)
        host.waiting.extend(pages)

    def release(self, page_ids: Iterable[int]) -> None:
        """The database knows the end of these pages."""
        self._leased.difference_update(page_ids)

    def retry(self, page: QueuedPage, tries: int, wait: float, *, render: bool = False) -> None:
        """Try this page again after `wait` seconds; its lease goes on."""
        request = replace(page.request or StoredRequest(), render=True) if render else page.request
        again = replace(page, tries=tries, request=request)
        heapq.heappush(self._retries, (time.monotonic() + wait, page.id, again))

    def drop_host(self, name: str) -> None:
        """Forget what waits of a host that is given up."""
        self._hosts.pop(name, None)
        self._retries = [entry for entry in self._retries if entry[2].host != name]
        heapq.heapify(self._retries)

    def is_empty(self) -> bool:
        """Nothing waits, neither here nor, as far as is known, in the database."""
        return not self._retries and not any(
            h.waiting or h.again or h.more for h in self._hosts.values()
        )


def _remember(hashes: set[int], fingerprint: bytes) -> None:
    if len(hashes) >= _REMEMBERED:
        hashes.clear()
    hashes.add(hash(fingerprint))


def host_of(url: str) -> str:
    """host:port, the port always named."""
    end = url.find("/", 8)
    return _host_of(url if end < 0 else url[:end])


@lru_cache(maxsize=4096)
def _host_of(origin: str) -> str:
    parts = urlsplit(origin)
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{(parts.hostname or '').lower()}:{port or _PORTS.get(parts.scheme, 0)}"
