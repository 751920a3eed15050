"""What visits gave, until it is stored (采集结果的提交): several pages share one commit.

A page's listings, the links it gave and its end in the queue become true in one transaction. A
process that dies loses the few pages since the last commit; they are still queued, so that they
are visited again and nothing counts twice. The same holds for pages whose reading is not final
(open_accounts.py): they wait here, while their links are stored and followed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.frontier.canonical_links import Claims
from crawler.frontier.crawl_traps import CrawlTraps
from crawler.run.host_conduct import ConductLog
from crawler.run.open_accounts import OpenAccount, OpenAccounts
from storage.base.database import Database
from storage.base.vocabulary import ListingKind, Presence
from storage.crawls import frontier
from storage.crawls.frontier import FailedVisit, NewPage
from storage.crawls.page_result import PageResult
from storage.crawls.runs import keep_family_points, keep_run
from storage.crawls.search_results import keep_results
from storage.listings.page_digests import remember, touch_listings
from storage.listings.store import SeenListing, mark_gone, save_listings
from storage.tables import ListingRow
from storage.tables.base import now

PAGES = 256
"""Pages that share one commit at most; chosen by hand."""
SECONDS = 1.0
"""Seconds that the first of them waits for the others; chosen by hand."""
_CONDUCT_SECONDS = 5.0
"""Seconds between two entries in the compliance ledger, and of what repeated itself."""
_KINDS = ((ListingKind.LISTING, "listings"), (ListingKind.PAGE, "webpages"))


class CommitBuffer:
    """Results waiting for their commit, and the run's counts."""

    def __init__(
        self,
        database: Database,
        run_id: int,
        conduct: ConductLog,
        traps: CrawlTraps,
        counts: Counter[str],
        seconds: float,
    ) -> None:
        self._database = database
        self._run = run_id
        self._conduct = conduct
        self._traps = traps
        self._results: list[PageResult] = []
        self._failed: list[FailedVisit] = []
        self._open = OpenAccounts()
        self._since: float | None = None
        self._conduct_at = 0.0
        self._begun = time.monotonic() - seconds
        self._claims = Claims()
        self.counts = counts

    @property
    def seconds(self) -> float:
        """Time spent on the run by all its processes."""
        return time.monotonic() - self._begun

    def add(self, result: PageResult) -> None:
        if not self._open.follow(result):
            self._results.append(result)
        elif result.links:
            self._results.append(PageResult(page_id=None, links=result.links))
        self._wait()

    def hold(self, result: PageResult, account: OpenAccount) -> None:
        """Store this result once its account is final, but its links at once."""
        if not self._open.follow(result):
            self._open.add(result, account)
        self._results.append(PageResult(page_id=None, links=result.links))
        self._wait()

    def fail(self, failure: FailedVisit, counts: Mapping[str, int]) -> None:
        self._failed.append(failure)
        self.counts.update(counts)
        self._wait()

    def _wait(self) -> None:
        if self._since is None:
            self._since = time.monotonic()

    @property
    def waits(self) -> int:
        """Results that are not stored yet."""
        return len(self._results) + len(self._failed)

    @property
    def has_open(self) -> bool:
        """Do pages wait whose reading is not final?"""
        return bool(self._open)

    @property
    def pages_waiting(self) -> int:
        """Pages that were read and are not stored yet."""
        return self._open.pages + sum(result.counts.get("pages", 0) for result in self._results)

    @property
    def pages_read(self) -> set[int]:
        """Rows of pages that were read and whose end is not stored yet."""
        ids = {result.page_id for result in self._results} | self._open.page_ids
        return {number for number in ids if number is not None}

    def end_wait(self, *, is_stopped: bool) -> None:
        """Nothing is under way: what waits for a final reading is stored as it was read. Of a run that is stopped
        such pages are read afresh by the next one."""
        self._open.end(remembered=not is_stopped)

    def due(self) -> bool:
        if self._since is None:
            return False
        return self.waits >= PAGES or time.monotonic() - self._since >= SECONDS

    def commit(self) -> tuple[list[int], list[NewPage]]:
        """Store all that waits; returns the pages that are ended and the pages that are new.

        Raises StoreUnavailable; what waits then goes on waiting.
        """
        self._results = [*self._open.take(), *self._results]
        results, failed = self._results, self._failed
        links = [page for result in results for page in result.links]
        ended = [result.page_id for result in results if result.page_id is not None]
        with self._database.begin() as session:
            counts = self.counts + self._store(session, results)
            frontier.add_pages(session, self._run, links)
            frontier.finish_pages(session, ended)
            frontier.fail_pages(session, failed)
            if time.monotonic() - self._conduct_at > _CONDUCT_SECONDS:
                self._conduct.write(session)
                keep_family_points(session, self._run, self._traps.points.counts)
                self._conduct_at = time.monotonic()
            keep_run(session, self._run, counts, self.seconds)
        self.counts = counts
        self._results, self._failed, self._since = [], [], None
        ended += [failure.page_id for failure in failed if failure.final]
        return ended, links

    def close(self, *, is_stopped: bool = False) -> None:
        """The last commit of this process, with what the compliance ledger still lacks."""
        self.end_wait(is_stopped=is_stopped)
        self._conduct_at = float("-inf")
        self.commit()

    def _store(self, session: Session, results: list[PageResult]) -> Counter[str]:
        at = now()
        counts: Counter[str] = Counter()
        first: dict[str, SeenListing] = {}
        results = self._settle(session, results)
        for result in results:
            counts.update(result.counts)
            for item in result.listings:
                first.setdefault(item.key, item)
        for key in self._stored_by_this_run(session, list(first)):
            del first[key]
        first = {**self._new_cards(session, results), **first}
        for kind, prefix in _KINDS:
            items = [item for item in first.values() if item.kind == kind]
            fates = save_listings(session, items, run_id=self._run, at=at)
            counts.update({f"{prefix}_{fate}": number for fate, number in fates.items()})
        counts.update(self._touch(session, results, at))
        searched = [result for page in results for result in page.results]
        keep_results(session, searched, run_id=self._run, at=at)
        remember(session, (result.memory for result in results if result.memory), at)
        for result in results:
            for url in result.gone:
                counts.update(self._mark_gone(session, url, at))
        return counts

    def _settle(self, session: Session, results: list[PageResult]) -> list[PageResult]:
        """The results with every listing, and what is remembered of its page, under its own key."""
        if not any(item.own_key or self._claims for result in results for item in result.listings):
            return results
        items = [(item, result.memory) for result in results for item in result.listings]
        pages = [memory.fingerprint if memory else None for _, memory in items]
        remaining = iter(self._claims.settle(session, [item for item, _ in items], pages))
        settled = []
        for result in results:
            listings = tuple(next(remaining) for _ in result.listings)
            memory = result.memory and replace(
                result.memory, keys=tuple(item.key for item in listings)
            )
            settled.append(replace(result, listings=listings, memory=memory))
        return settled

    def _touch(self, session: Session, results: list[PageResult], at: datetime) -> Counter[str]:
        keys = [key for result in results for key in result.unchanged]
        touched = {
            f"{prefix}_same": touch_listings(session, keys, kind=kind, run_id=self._run, at=at)
            for kind, prefix in _KINDS
        }
        return Counter({name: number for name, number in touched.items() if number})

    def _stored_by_this_run(self, session: Session, keys: list[str]) -> list[str]:
        """Keys that this run met already under another address: the first account of it stands."""
        if not keys:
            return []
        query = sa.select(ListingRow.key)
        return list(
            session.scalars(query.where(ListingRow.key.in_(keys), ListingRow.run_id == self._run))
        )

    def _new_cards(self, session: Session, results: list[PageResult]) -> dict[str, SeenListing]:
        """Cards of listings that are not stored: a card says less than the page that was read before."""
        cards = {item.key: item for result in results for item in result.cards}
        cards = {key: item for key, item in cards.items() if not self._open.has_key(key)}
        if not cards:
            return {}
        stored = session.scalars(sa.select(ListingRow.key).where(ListingRow.key.in_(list(cards))))
        return {key: cards[key] for key in cards.keys() - set(stored)}

    def _mark_gone(self, session: Session, url: str, at: datetime) -> dict[str, int]:
        """A listing that this run saw elsewhere is not gone with one of its addresses."""
        row = session.execute(
            sa.select(ListingRow.key, ListingRow.presence, ListingRow.run_id).where(
                ListingRow.url == url
            )
        ).first()
        if row is None or row.presence is Presence.REMOVED:
            return {}
        if row.run_id == self._run or self._open.has_key(row.key):
            return {}
        presence = mark_gone(session, row.key, at=at)
        return {f"listings_{presence}": 1} if presence else {}
