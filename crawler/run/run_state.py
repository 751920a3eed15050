"""A run while it runs (进行中的批次): everything that its visits share."""

from __future__ import annotations

import logging
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawler.browser.context_options import View
from crawler.browser.pool import BrowserPool
from crawler.frontier.crawl_traps import Echoes
from crawler.frontier.page_queue import PageQueue
from crawler.frontier.throttle import Paces
from crawler.http.fetcher import Fetcher
from crawler.http.robots import RobotsBook
from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for
from crawler.run.commit_buffer import PageLedger
from crawler.run.crawl_options import CrawlOrder
from crawler.run.host_conduct import Conduct
from crawler.run.watchdog import Watchdog
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import ListingKind, Presence
from storage.crawls import frontier
from storage.crawls.frontier import QueuedPage
from storage.files.vault import CLEAR, Vault
from storage.tables import ListingRow

_VERSION = version("hubiao")
SHELLS = 3
"""So many empty shells more than whole pages, and a host's pages go straight to the browser."""

log = logging.getLogger("hubiao.crawl")


@dataclass(kw_only=True)
class ActiveRun:
    """One run in the one process that owns it."""

    id: int
    order: CrawlOrder
    settings: Settings
    database: Database
    queue: PageQueue
    ledger: PageLedger
    conduct: Conduct
    paces: Paces
    fetcher: Fetcher
    robots: RobotsBook
    browsers: BrowserPool
    watchdog: Watchdog
    contact_key: bytes
    profile: Profile | None = None
    """The profile that the order names, for every host."""
    pages_folder: Path | None = None
    """Where raw pages are kept, if they are."""
    vault: Vault = CLEAR
    """How they lie there."""
    resumed: bool = False
    sites: set[str] = field(default_factory=set)
    """host:port of the start pages: what `--follow site` stays on."""
    under_way: int = 0
    """Pages whose visit has begun and not ended."""
    stopping: str | None = None
    """Why no further page is taken."""
    walls: dict[str, int] = field(default_factory=dict)
    """Walls in a row, per host."""
    left: dict[str, str] = field(default_factory=dict)
    """Hosts that were given up, and why."""
    start_errors: dict[str, str] = field(default_factory=dict)
    start_pages: int = 0
    """Start pages that were had."""
    shells: Counter[str] = field(default_factory=Counter)
    """Per host: empty shells met, less pages that a plain fetch showed whole."""
    probes: Counter[str] = field(default_factory=Counter)
    """Per host: lists that showed no more in a browser, less those that did."""
    phones: set[str] = field(default_factory=set)
    """Hosts whose pages are made for telephones."""
    rechecked: bool = False
    sign_ins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Browser state of officers' sign-ins, by the platform's name."""
    words: tuple[str, ...] = ()
    """What a site's own search is asked for."""
    searched: set[str] = field(default_factory=set)
    """Hosts whose search was asked."""
    echoes: Echoes = field(default_factory=Echoes)

    def commit(self) -> None:
        """Store what waits and let the queue know."""
        ended, added = self.ledger.commit()
        self.queue.release(ended)
        self.queue.added(added)

    def enough(self) -> bool:
        """Has the run all the pages it was asked for, counting those under way?"""
        wanted = self.order.max_pages
        if wanted is None:
            return False
        return self.ledger.counts["pages"] + self.ledger.pages_waiting + self.under_way >= wanted

    def has_more(self) -> bool:
        """Is there anything left to visit?"""
        return not (self.stopping or self.enough() or self.queue.is_empty())

    def queue_rechecks(self) -> None:
        """Once, at the end: known listings of these sites that no page led to, to be looked for."""
        if self.rechecked or self.under_way or self.stopping or self.enough():
            return
        if not self.queue.is_empty():
            return
        self.rechecked = True
        if self.order.follow != "site" or self.start_failure() or self.left:
            return
        origins = {url.rstrip("/") for url in self.robots.origins()}
        with self.database.begin() as session:
            for origin in origins:
                known = session.scalars(
                    sa.select(ListingRow.url).where(
                        ListingRow.url.startswith(origin + "/", autoescape=True),
                        ListingRow.kind == ListingKind.LISTING,
                        ListingRow.presence != Presence.REMOVED,
                        sa.or_(ListingRow.run_id.is_(None), ListingRow.run_id != self.id),
                    )
                ).all()
                pages = [page for url in known if (page := self.queue.recognise(url, "recheck", 0))]
                frontier.add_pages(session, self.id, pages)
                self.queue.added(pages)

    def profile_of(self, url: str) -> Profile | None:
        """The platform profile that speaks for this address."""
        return self.profile or profile_for(url)

    def reader(self, url: str) -> str:
        """Version and profile that read this address: what another one remembered is not used."""
        profile = self.profile_of(url)
        name = (
            "" if profile is None else f" {profile.name} {zlib.crc32(repr(profile).encode()):08x}"
        )
        return f"{_VERSION}{name}"[:80]

    def profiles(self) -> list[Profile]:
        """Those of the start pages."""
        found = [self.profile_of(url) for url in self.order.urls]
        return list({profile.name: profile for profile in found if profile}.values())

    def render_mode(self, url: str) -> str:
        """auto, always or never: what the order says, else what the platform's profile says."""
        profile = self.profile_of(url)
        if self._is_signed_in(url):
            return "always"
        if self.order.render == "auto" and profile is not None:
            return profile.render
        return self.order.render

    def renders(self, page: QueuedPage) -> bool:
        """Does this page need a browser, as far as is known before it is fetched?

        One rendered page costs as much as eighty fetched ones: a host is given to the browser
        only when it has shown more shells than pages.
        """
        if (page.request or {}).get("method"):
            return False
        render = self.render_mode(page.url)
        if render != "auto" or page.kind == "sitemap":
            return render == "always" and page.kind != "sitemap"
        if "#/" in page.url or "#!" in page.url or (page.request or {}).get("render"):
            return True
        return self.shells[page.host] >= SHELLS

    def view(self, page: QueuedPage) -> View:
        """On a desk or a telephone: by the platform's profile, or by what the host showed; signed
        in on the platform's own hosts where an officer did that by hand."""
        profile = self.profile_of(page.url)
        name = profile.name if profile and self._is_signed_in(page.url) else None
        return View(
            mobile=page.host in self.phones or bool(profile and profile.mobile),
            signed_in=name,
            state=self.sign_ins[name] if name else None,
        )

    def _is_signed_in(self, url: str) -> bool:
        profile = self.profile_of(url) if self.sign_ins else None
        return profile is not None and profile.name in self.sign_ins and profile.covers(url)

    def leave_host(self, host: str, why: str) -> None:
        """No further page of this host in this run."""
        if host in self.left:
            return
        self.left[host] = why
        log.warning("%s is left alone for this run: %s", host, why)
        with self.database.begin() as session:
            given_up = frontier.give_up_host(session, self.id, host, why)
        self.queue.drop_host(host)
        self.ledger.counts["given_up"] += given_up

    def start_failure(self) -> str | None:
        """Why the run has nothing to show: none of its start pages could be had."""
        if self.start_pages or self.resumed or not self.start_errors:
            return None
        url, why = next(iter(self.start_errors.items()))
        return f"start page {url}: {why}"
