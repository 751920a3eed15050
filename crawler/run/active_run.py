"""A run while it runs (进行中的批次): its parts, each with one owner.

| part | what it holds | who changes it |
|---|---|---|
| queue | which page goes next | the scheduler, and `visits` at a page's end |
| visits | pages under way | the scheduler begins, the visit middleware and errbacks end |
| buffer | results not yet stored, counts | `visits`; the scheduler commits |
| paces | how fast each host is asked | the download handler |
| conduct | the compliance ledger's figures | the gate; the site spider for walls |
| outcome | start pages, given-up hosts, why it stops | `visits`, the extension |
| rendering | which hosts need a browser | the site spider |
| traps | families of addresses that repeat themselves | the site spider |
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from crawler.browser.browsers import Browsers
from crawler.frontier.crawl_traps import CrawlTraps
from crawler.frontier.page_queue import PageQueue
from crawler.frontier.throttle import Paces
from crawler.http.fetcher import Fetcher
from crawler.run.access_gate import AccessGate
from crawler.run.commit_buffer import CommitBuffer
from crawler.run.crawl_options import RunOrder
from crawler.run.garbage_collection import SeldomCollection
from crawler.run.host_conduct import ConductLog
from crawler.run.open_visits import OpenVisits
from crawler.run.platform_rules import PlatformRules
from crawler.run.render_choice import RenderChoice
from crawler.run.run_outcome import RunOutcome
from crawler.run.watchdog import Watchdog
from storage.base.database import Database
from storage.base.settings import Settings
from storage.files.vault import Vault

log = logging.getLogger("hubiao.crawl")


@dataclass(frozen=True, kw_only=True)
class ActiveRun:
    """One run in the one process that owns it."""

    id: int
    order: RunOrder
    settings: Settings
    database: Database
    queue: PageQueue
    visits: OpenVisits
    buffer: CommitBuffer
    paces: Paces
    conduct: ConductLog
    outcome: RunOutcome
    rules: PlatformRules
    rendering: RenderChoice
    traps: CrawlTraps
    gate: AccessGate
    fetcher: Fetcher
    browsers: Browsers
    watchdog: Watchdog
    collection: SeldomCollection
    contact_key: bytes
    """The office's key of contact hashes."""
    vault: Vault
    """How raw pages lie on the disk."""
    pages_folder: Path | None = None
    """Where raw pages are kept, if they are."""

    def commit(self) -> None:
        """Store what waits and let the queue know. Raises StoreUnavailable."""
        self.buffer.counts.update(self.queue.left)
        self.queue.left.clear()
        ended, added = self.buffer.commit()
        self.queue.release(ended)
        self.queue.added(added)
        self.collection.look_when_due(len(ended))

    def has_enough(self) -> bool:
        """Has the run all the pages that it was asked for, counting those under way?"""
        limit = self.order.max_pages
        if limit is None:
            return False
        pages = self.buffer.counts["pages"] + self.buffer.pages_waiting + len(self.visits)
        return pages >= limit

    def has_more(self) -> bool:
        """Is there anything left to visit?"""
        return not (self.outcome.stopping or self.has_enough() or self.queue.is_empty())
