"""The run's queue as its process sees it (待采队列): which page goes next, and which are new.

The rows are in the database (storage.crawls.frontier); here are the leases, the next few pages of each
host, waiting retries, and a bounded memory of addresses already seen, so that a known link costs
a set look-up and no row.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from crawler.frontier.listing_key import listing_key
from crawler.frontier.throttle import Paces
from crawler.url.canonical_url import page_address
from crawler.url.url_kind import is_listing
from crawler.url.url_parts import split
from crawler.url.url_sessions import SessionNames
from storage.base.database import Database
from storage.crawls import frontier
from storage.crawls.frontier import NewPage, QueuedPage
from storage.records import Listing

_BATCH = 64
_REMEMBERED = 400_000
"""Addresses kept in memory; beyond that the database alone tells a known page from a new one."""
PRIORITY = {
    "start": 100,
    "sitemap": 90,
    "listing": 20,
    "next": 10,
    "list": 0,
    "search": -5,
    "recheck": -10,
}
_PORTS = {"http": 80, "https": 443}


@dataclass
class _Host:
    waiting: deque[QueuedPage] = field(default_factory=deque)
    more: bool = True
    """The database may hold further queued pages."""


class PageQueue:
    """Pages of one run, handed out host by host at each host's pace."""

    def __init__(
        self, database: Database, run_id: int, paces: Paces, *, max_depth: int, max_per_host: int
    ) -> None:
        self._database = database
        self._run = run_id
        self._paces = paces
        self._max_depth = max_depth
        self._max_per_host = max_per_host
        self._hosts: dict[str, _Host] = {}
        self._held: set[int] = set()
        self._retries: list[tuple[float, int, QueuedPage]] = []
        self._seen: set[int] = set()
        self.sessions = SessionNames()
        self.capped: set[str] = set()
        """Hosts with more pages than one run takes from a host."""
        with database.read() as session:
            self._known = frontier.known_pages(session, run_id)
            for host in frontier.queued_hosts(session, run_id):
                self._hosts[host] = _Host()

    def offer(
        self, links: Iterable[tuple[str, str]], depth: int, wanted: Callable[[str], bool]
    ) -> Iterator[NewPage]:
        """The (address, kind) pairs that are wanted and not known to be queued already."""
        if depth > self._max_depth:
            return
        for url, kind in links:
            # Nearly every link of a page was met before: that is found out first.
            if hash(url) not in self._seen and wanted(url):
                page = self.recognise(url, kind, depth)
                if page is not None:
                    yield page

    def recognise(
        self, url: str, kind: str, depth: int, request: dict[str, Any] | None = None
    ) -> NewPage | None:
        """A page for the queue, or None when this address was seen, or its host has enough."""
        quick = hash(url) if request is None else hash((url, repr(request)))
        if quick in self._seen:
            return None
        self._remember(quick)
        host = host_of(url)
        mark = fingerprint(self.sessions.without(host, url), request)
        slow = hash(mark)
        if slow in self._seen:
            return None
        self._remember(slow)
        known = self._known.get(host, 0)
        if known >= self._max_per_host and kind != "start":
            self.capped.add(host)
            return None
        self._known[host] = known + 1
        return NewPage(
            fingerprint=mark,
            url=url,
            host=host,
            kind=kind,
            priority=PRIORITY[kind],
            depth=depth,
            request=request,
        )

    def _remember(self, mark: int) -> None:
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(mark)

    def added(self, pages: Iterable[NewPage]) -> None:
        """These rows are in the database now."""
        for host in {page.host for page in pages}:
            self._hosts.setdefault(host, _Host()).more = True

    def take(self) -> QueuedPage | None:
        """The next page whose host may be asked now; it is leased until `release`."""
        now = time.monotonic()
        while self._retries and self._retries[0][0] <= now:
            page = heapq.heappop(self._retries)[2]
            self._hosts.setdefault(page.host, _Host(more=False)).waiting.appendleft(page)
        for name, host in list(self._hosts.items()):
            if not host.waiting and not host.more:
                del self._hosts[name]
            elif self._paces.of(name).ready(now) and (host.waiting or self._refill(name, host)):
                # To the end of the line, so that no host starves the others.
                self._hosts[name] = self._hosts.pop(name)
                return host.waiting.popleft()
        return None

    def _refill(self, name: str, host: _Host) -> bool:
        with self._database.read() as session:
            pages = frontier.next_pages(session, self._run, name, _BATCH, self._held)
        host.more = len(pages) == _BATCH
        self._held.update(page.id for page in pages)
        host.waiting.extend(pages)
        return bool(pages)

    def release(self, page_ids: Iterable[int]) -> None:
        """The database knows the end of these pages."""
        self._held.difference_update(page_ids)

    def retry(self, page: QueuedPage, tries: int, wait: float, *, render: bool = False) -> None:
        """Try this page again after `wait` seconds; its lease goes on."""
        request = {**(page.request or {}), "render": True} if render else page.request
        again = replace(page, tries=tries, request=request)
        heapq.heappush(self._retries, (time.monotonic() + wait, page.id, again))

    def drop_host(self, name: str) -> list[QueuedPage]:
        """Hand back what is leased but not under way of a host that is given up."""
        host = self._hosts.pop(name, None)
        mine = list(host.waiting) if host else []
        mine += [page for _, _, page in self._retries if page.host == name]
        self._retries = [entry for entry in self._retries if entry[2].host != name]
        heapq.heapify(self._retries)
        return mine

    def is_empty(self) -> bool:
        """Nothing waits, neither here nor, as far as is known, in the database."""
        return not self._retries and not any(h.waiting or h.more for h in self._hosts.values())

    def next_moment(self) -> float | None:
        """When the next page may go (monotonic clock); None when only an answer can change that."""
        moments = [entry[0] for entry in self._retries[:1]]
        for name, host in self._hosts.items():
            pace = self._paces.of(name)
            if (host.waiting or host.more) and pace.in_flight < pace.at_once:
                moments.append(pace.next_at)
        return min(moments, default=None)


def fingerprint(url: str, request: dict[str, Any] | None = None) -> bytes:
    """20 bytes of what makes two visits the same.

    It is the key of the goods where the address names goods, so that a listing under several
    language prefixes or variants is visited once; else the address in its normal form.
    """
    parts = split(url)
    named = parts is not None and is_listing(parts)
    name = listing_key(Listing(url=url, title="")) if named else page_address(url)
    mark = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20)
    if request:
        mark.update(repr(sorted(request.items())).encode())
    return mark.digest()


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
