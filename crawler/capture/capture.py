"""Capturing (固证): visit a page, enter it as evidence; one browser for many leads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.capture.evidence_browser import EvidenceBrowser, evidence_browser
from crawler.capture.picture_hashes import listing_pictures, store_pictures
from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.http.user_agent import user_agent
from storage.base.database import Database
from storage.base.errors import HubiaoError, NotFound, StoreUnavailable
from storage.base.settings import Settings
from storage.evidence.entries import Entry, NotDue, authorities, enter, enter_failure
from storage.evidence.timestamp_authority import clock_reference
from storage.evidence.visit import Occasion, Visit
from storage.files.disk_space import check_space
from storage.leads.citable_captures import assessed_listing
from storage.net.address_policy import AddressPolicy
from storage.tables import LeadRow, ListingRow

_PATIENCE = (5.0, 20.0, 60.0, 120.0)
"""Seconds between looks whether a visit can be entered while another process holds the database, or PostgreSQL starts
anew: the page may show something else when it is visited again. Chosen by hand; SQLite waits half a minute besides."""
_RECYCLE = 40
"""Visits after which a browser is replaced: one that loads pages for hours grows."""


IsDue = Callable[[Session, int], bool]
"""Whether a lead still lacks its capture."""


def _always(_session: Session, _lead: int) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class CaptureRequest:
    """One page to capture, and on what occasion."""

    url: str
    officer: str = "system"
    lead: int | None = None
    listing: int | None = None
    run: int | None = None
    task: str | None = None

    @property
    def occasion(self) -> Occasion:
        return Occasion(
            officer=self.officer, lead=self.lead, listing=self.listing, run=self.run, task=self.task
        )


@dataclass(frozen=True, kw_only=True)
class CaptureResult:
    """The result of one request: an entry, or the reason why there is none."""

    request: CaptureRequest
    entry: Entry | None = None
    error: str | None = None


def capture_page(database: Database, settings: Settings, request: CaptureRequest) -> Entry:
    """Capture one page now. Raises EgressRefused, VisitFailed, StoreUnavailable, BadInput."""
    AddressPolicy(settings.allow_addresses).check_url(request.url)

    async def run() -> Entry:
        async with _capturing(database, settings) as capture:
            return await capture(request)

    return asyncio.run(run())


def capture_leads(
    database: Database,
    settings: Settings,
    leads: Sequence[int],
    *,
    officer: str = "system",
    is_due: IsDue = _always,
) -> list[CaptureResult]:
    """Capture these leads with one browser; a page that fails is entered as failed and the next
    one goes on. A lead that is not due any more, asked before its visit and as it is entered, is left out.
    Raises NotFound for an unknown lead, StoreUnavailable for the store itself."""
    requests = [lead_request(database, lead, officer=officer) for lead in leads]
    return capture_each(database, settings, requests, is_due=is_due)


def capture_each(
    database: Database,
    settings: Settings,
    requests: Sequence[CaptureRequest],
    *,
    is_due: IsDue = _always,
) -> list[CaptureResult]:
    """Capture pages with one browser; one that fails is entered as failed and the next one goes on.
    Raises StoreUnavailable."""

    async def run() -> list[CaptureResult]:
        async with _capturing(database, settings, is_due) as capture:
            attempts = [await _attempt(database, capture, request) for request in requests]
        return [result for result in attempts if result is not None]

    return asyncio.run(run()) if requests else []


def lead_request(database: Database, lead_id: int, *, officer: str) -> CaptureRequest:
    """The request that captures a lead's listing. Raises NotFound."""
    with database.read() as session:
        row = session.execute(
            sa.select(ListingRow.id, ListingRow.url, ListingRow.run_id)
            .join(LeadRow, LeadRow.listing_id == ListingRow.id)
            .where(LeadRow.id == lead_id)
        ).first()
    if row is None:
        raise NotFound("lead.unknown", lead=lead_id)
    return CaptureRequest(
        url=row.url, officer=officer, lead=lead_id, listing=row.id, run=row.run_id
    )


class _Capture:
    """Visits and enters, with what does not change between two requests."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        browser: EvidenceBrowser,
        is_due: IsDue,
    ) -> None:
        self._database, self._settings, self._browser = database, settings, browser
        self._is_due = is_due
        self._stampers = authorities(settings)
        self._reference = clock_reference(self._stampers)
        self._visits = 0
        self._last: dict[str, float] = {}

    async def __call__(self, request: CaptureRequest) -> Entry:
        """Raises NotDue where the request's lead is not due any more."""
        await asyncio.to_thread(self._check_due, request)
        check_space(self._settings)
        if self._visits and self._visits % _RECYCLE == 0:
            await self._browser.stop()
        self._visits += 1
        await self._keep_distance(urlsplit(request.url).netloc)
        visit = judged(await self._browser.visit(request.url))
        await await_writer(self._database, _PATIENCE)
        return await asyncio.to_thread(self._enter, visit, request)

    def _check_due(self, request: CaptureRequest) -> None:
        with self._database.read() as session:
            if not self._is_still_due(request, session):
                raise NotDue

    def _is_still_due(self, request: CaptureRequest, session: Session) -> bool:
        return request.lead is None or self._is_due(session, request.lead)

    def _enter(self, visit: Visit, request: CaptureRequest) -> Entry:
        with self._database.read() as session:
            assessed = assessed_listing(session, request.lead) if request.lead else None
        entry = enter(
            self._database,
            self._settings,
            visit,
            request.occasion,
            stampers=self._stampers,
            reference=self._reference,
            assessed=assessed,
            is_due=partial(self._is_still_due, request),
        )
        if request.listing is not None and (pictures := listing_pictures(visit)):
            store_pictures(self._database, self._settings, request.listing, pictures)
        return entry

    async def _keep_distance(self, host: str) -> None:
        """Wait out the delay between two visits to one host, as a crawl does."""
        now = asyncio.get_running_loop().time()
        ready = self._last.get(host, now - self._settings.crawl_delay) + self._settings.crawl_delay
        await asyncio.sleep(max(ready - now, 0))
        self._last[host] = max(ready, now)


@asynccontextmanager
async def _capturing(
    database: Database,
    settings: Settings,
    is_due: IsDue = _always,
) -> AsyncIterator[_Capture]:
    policy = AddressPolicy(settings.allow_addresses)
    async with evidence_browser(
        policy, sandbox=settings.browser_sandbox, token=user_agent(settings)
    ) as browser:
        yield _Capture(database, settings, browser, is_due)


async def await_writer(database: Database, pauses: Sequence[float]) -> None:
    """Wait until the database lets this process write, looking again after each of these seconds: what has been
    visited is lost otherwise. Ends at once where it is cancelled. Raises StoreUnavailable where it does not in all of
    them."""

    def begin() -> None:
        with database.begin() as session:
            session.execute(sa.select(1))

    for pause in (*pauses, None):
        try:
            await asyncio.to_thread(begin)
            return
        except StoreUnavailable as error:
            if pause is None or error.code != "database.failed":
                raise
            await asyncio.sleep(pause)


async def _attempt(
    database: Database, capture: _Capture, request: CaptureRequest
) -> CaptureResult | None:
    try:
        return CaptureResult(request=request, entry=await capture(request))
    except NotDue:
        return None
    except StoreUnavailable:
        raise
    except HubiaoError as error:
        enter_failure(database, request.url, request.occasion, error.message)
        return CaptureResult(request=request, error=str(error))


def judged(visit: Visit) -> Visit:
    """The visit with what its page said, or marked as blocked where a login or captcha page stood
    in the page's place."""
    reading = read_page(Page.from_text(visit.final_url, visit.dom, status=visit.status))
    if reading.kind == "blocked":
        return replace(visit, kind=reading.kind, blocked=reading.blocked_why or "unknown")
    return replace(visit, kind=reading.kind, listing=reading.listing)
