"""A whole browser behind the guard, for one visit after another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata

from playwright.async_api import Browser, BrowserContext, Error, Page

from crawler.browser.driver import ANSWER_SECONDS, Driver, answers
from crawler.browser.driver_errors import driver_errors_end_it
from crawler.browser.launch import (
    FoundBrowser,
    find_browser,
    launch_failure,
    launch_options,
    sandbox_wanted,
)
from crawler.capture.network_log import BodyWaits
from crawler.capture.page_visit import (
    LOCALE,
    VIEWPORT,
    ZONE,
    EndlessPage,
    PageVisit,
    UntrustedSite,
    VisitFailed,
    first_line,
)
from crawler.capture.visit_deadline import VisitDeadline
from crawler.http.guard_proxy import GuardDoor, guard_door
from storage.evidence.visit import Visit, VisitBrowser
from storage.net.address_policy import AddressPolicy

__all__ = ["EvidenceBrowser", "VisitFailed", "evidence_browser"]

_VISIT_SECONDS = 75.0
"""For the whole visit, in whatever manners; a page that keeps its script running for ever costs no more. Chosen by
hand."""
_SECOND_TRY = 0.6
"""Share of it that a page has at least after a browser died late; chosen by hand, 45 seconds."""
_MANNERS = 3
"""Strictly, and once more for each of the two needs."""
_DEATHS = 1
"""A browser that dies costs no page; a page under which two died is taken to kill them."""
_AGENT = "() => navigator.userAgent"


class _BrowserDied(Exception):
    """Chromium, its page's process or its driver ended in the middle of a visit."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """In what way a page is visited: strictly, or as it was found to need."""

    untrusted: str | None = None
    """The browser's error about the site's certificate; None where the certificate must be trusted."""
    endless: bool = False
    """Whether the page's own document is cut where listening ends."""


@dataclass
class EvidenceBrowser:
    """A whole Chromium behind its own door, for one visit after another."""

    door: GuardDoor
    program: FoundBrowser
    sandbox: str
    token: str = ""
    """Names the office, behind the browser's own user agent."""
    agent: str = ""
    deadline: float = _VISIT_SECONDS
    """Seconds for one visit."""
    waits: BodyWaits = field(default_factory=BodyWaits)
    running: Browser | None = None
    driver: Driver = field(default_factory=Driver)

    async def visit(self, url: str) -> Visit:
        """Visit `url` once. Raises EgressRefused, VisitFailed, HubiaoError without a browser.

        A site without a trusted certificate, or a page without an end, would be out of the law's
        reach if it could not be kept: such a page is opened again in the manner that it needs,
        and the remarks say so. A browser that dies on the way is replaced, and the page opened again.
        """
        self.door.policy.check_url(url)
        manner = Manner()
        deadline = VisitDeadline(self.deadline)
        deaths = 0
        for _ in range(_MANNERS + _DEATHS):
            try:
                return await self._visit(url, manner, deadline)
            except _BrowserDied as death:
                deaths += 1
                if deaths > _DEATHS:
                    raise VisitFailed("visit.failed", url=url, reason=str(death)) from death
                deadline.lengthen(_SECOND_TRY)
            except UntrustedSite as failure:
                manner = replace(manner, untrusted=str(failure))
            except EndlessPage:
                manner = replace(manner, endless=True)
        raise VisitFailed("visit.not-opened", url=url)

    async def _visit(self, url: str, manner: Manner, deadline: VisitDeadline) -> Visit:
        crashes: list[Page] = []
        browser = await self._browser()
        try:
            async with asyncio.timeout(deadline.left()) as limit:
                context = await browser.new_context(
                    viewport={"width": VIEWPORT["width"], "height": VIEWPORT["height"]},
                    user_agent=self.agent,
                    locale=LOCALE,
                    timezone_id=ZONE,
                    service_workers="block",
                    accept_downloads=False,
                    ignore_https_errors=manner.untrusted is not None,
                )
                try:
                    page = await context.new_page()

                    def give_up(gone: Page) -> None:
                        crashes.append(gone)
                        if not limit.expired():
                            limit.reschedule(0)  # what waits for it may wait for ever

                    page.on("crash", give_up)
                    return await self._look(page, url, manner, deadline)
                finally:
                    await self._close(context)
        except TimeoutError:
            await self.stop()
            if crashes:
                raise _BrowserDied("the page's process ended") from None
            raise VisitFailed("visit.deadline", url=url, seconds=round(self.deadline)) from None
        except Exception as error:  # a dead driver raises plain Exceptions
            if crashes or self.running is None or not await answers(self.running):
                await self.stop()
                raise _BrowserDied(first_line(error)) from error
            if not isinstance(error, Error):
                raise
            await self.stop()
            raise VisitFailed("visit.failed", url=url, reason=first_line(error)) from error

    async def _look(self, page: Page, url: str, manner: Manner, deadline: VisitDeadline) -> Visit:
        about = VisitBrowser(
            name=self.program.version,
            playwright=metadata.version("playwright"),
            user_agent=self.agent,
            width=VIEWPORT["width"],
            height=VIEWPORT["height"],
            locale=LOCALE,
            zone=ZONE,
            sandbox=sandbox_wanted(self.sandbox),
        )
        visit = PageVisit(
            page=page,
            door=self.door,
            url=url,
            browser=about,
            deadline=deadline,
            waits=self.waits,
            endless=manner.endless,
        )
        if manner.untrusted is not None:
            visit.remarks.append(
                f"the certificate is not one that browsers trust: {manner.untrusted}"
            )
        return await visit.take()

    async def _close(self, context: BrowserContext) -> None:
        """Close what a visit opened; a browser that does not answer is ended, since the visit's own deadline
        no longer holds once it has passed."""
        try:
            with driver_errors_end_it():
                async with asyncio.timeout(ANSWER_SECONDS):
                    await context.close()
        except TimeoutError:
            await self.stop()

    async def stop(self) -> None:
        """End the browser; the next visit starts a new one."""
        browser, self.running = self.running, None
        if browser is not None:
            with driver_errors_end_it(), contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    await browser.close()

    async def _browser(self) -> Browser:
        """Raises HubiaoError where none starts, _BrowserDied where it ended at once."""
        if self.running is None or not self.running.is_connected():
            options = launch_options(self.program, door_url=self.door.url, sandbox=self.sandbox)
            try:
                self.running = await self.driver.launch(**options)
            except Exception as error:  # a dead driver raises plain Exceptions
                raise launch_failure(self.program, self.sandbox) from error
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    page = await self.running.new_page()
                    self.agent = f"{await page.evaluate(_AGENT)} {self.token}".strip()
                    await page.close()
            except Exception as error:
                await self.stop()
                raise _BrowserDied(first_line(error)) from error
        return self.running


@asynccontextmanager
async def evidence_browser(
    policy: AddressPolicy,
    *,
    sandbox: str = "auto",
    token: str = "",
    deadline: float = _VISIT_SECONDS,
    waits: BodyWaits | None = None,
) -> AsyncIterator[EvidenceBrowser]:
    """A browser for capturing, closed at the end. Raises HubiaoError where none starts."""
    program = await asyncio.to_thread(find_browser, "full")
    with guard_door(policy) as door:
        browser = EvidenceBrowser(
            door=door,
            program=program,
            sandbox=sandbox,
            token=token,
            deadline=deadline,
            waits=waits or BodyWaits(),
        )
        try:
            yield browser
        finally:
            await browser.stop()
            await browser.driver.close()
