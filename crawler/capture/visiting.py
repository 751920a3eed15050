"""One visit to one page with a whole browser behind the guard (取证访问)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import Browser, Error, Page, Playwright, async_playwright

from crawler.browser import (
    FoundBrowser,
    find_browser,
    launch_failure,
    launch_options,
    sandbox_wanted,
)
from crawler.capture.network import Recorder, certificate_chain, record_page
from crawler.guard_proxy import GuardDoor, guard_door
from storage.egress import AddressPolicy
from storage.errors import EgressRefused, HubiaoError
from storage.evidence.visit import Exchange, Visit

_VIEWPORT = {"width": 1366, "height": 900}
_LOCALE = "zh-CN"
_ZONE = "Asia/Shanghai"
_LOAD_SECONDS = 25.0
_SCROLL_SECONDS = 20.0
_QUIET_SECONDS = 6.0
_VISIT_SECONDS = 75.0
"""For the whole visit; a page that keeps its script running for ever costs no more."""
_MAX_HEIGHT = 16_384
"""Pixels; Chromium draws no taller picture."""
_MAX_IMAGES = 12
_LEAST_IMAGE = 80
"""Pixels a side; what is smaller is an icon."""

_SCROLL = """async (limit) => {
  for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager';
  const height = () => Math.min(document.documentElement.scrollHeight, limit);
  for (let y = 0; y < height(); y += 600) {
    window.scrollTo(0, y);
    await new Promise(done => setTimeout(done, 40));
  }
  window.scrollTo(0, 0);
}"""
_IMAGES = """(least) => [...document.images]
  .filter(i => i.complete && i.naturalWidth >= least && i.naturalHeight >= least)
  .map(i => ({url: i.currentSrc || i.src, area: i.naturalWidth * i.naturalHeight}))
  .sort((a, b) => b.area - a.area).map(i => i.url)"""
_TEXT = "() => document.body ? document.body.innerText : ''"
_HEIGHT = "() => document.documentElement.scrollHeight"
_ADDRESS = "() => document.URL"
_AGENT = "() => navigator.userAgent"


class VisitFailed(HubiaoError):
    """The page could not be opened; the message says which and why."""


@dataclass
class EvidenceBrowser:
    """A whole Chromium behind its own door, for one visit after another."""

    playwright: Playwright
    door: GuardDoor
    found: FoundBrowser
    sandbox: str
    token: str = ""
    """Names the office, behind the browser's own user agent."""
    agent: str = ""
    deadline: float = _VISIT_SECONDS
    """Seconds for one visit."""
    running: Browser | None = None

    async def visit(self, url: str) -> Visit:
        """Visit `url` once. Raises EgressRefused, VisitFailed, HubiaoError without a browser."""
        self.door.policy.check_url(url)
        try:
            async with asyncio.timeout(self.deadline):
                browser = await self._browser()
                context = await browser.new_context(
                    viewport={"width": _VIEWPORT["width"], "height": _VIEWPORT["height"]},
                    user_agent=self.agent,
                    locale=_LOCALE,
                    timezone_id=_ZONE,
                    service_workers="block",
                    accept_downloads=False,
                )
                try:
                    return await _Sight(self, await context.new_page(), url).take()
                finally:
                    await context.close()
        except TimeoutError:
            await self.stop()
            raise VisitFailed(f"{url}: not done within {self.deadline:.0f} s") from None
        except Error as error:
            await self.stop()
            raise VisitFailed(f"{url}: {_first_line(error)}") from error

    async def stop(self) -> None:
        """End the browser; the next visit starts a new one."""
        browser, self.running = self.running, None
        if browser is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(10):
                    await browser.close()

    async def _browser(self) -> Browser:
        if self.running is None or not self.running.is_connected():
            options = launch_options(self.found, door_url=self.door.url, sandbox=self.sandbox)
            try:
                self.running = await self.playwright.chromium.launch(**options)
            except Error as error:
                raise launch_failure(self.found, self.sandbox) from error
            page = await self.running.new_page()
            self.agent = f"{await page.evaluate(_AGENT)} {self.token}".strip()
            await page.close()
        return self.running


@asynccontextmanager
async def evidence_browser(
    policy: AddressPolicy,
    *,
    sandbox: str = "auto",
    token: str = "",
    deadline: float = _VISIT_SECONDS,
) -> AsyncIterator[EvidenceBrowser]:
    """A browser for capturing, closed at the end. Raises HubiaoError where none starts."""
    found = await asyncio.to_thread(find_browser, "full")
    with guard_door(policy) as door:
        async with async_playwright() as playwright:
            browser = EvidenceBrowser(
                playwright=playwright,
                door=door,
                found=found,
                sandbox=sandbox,
                token=token,
                deadline=deadline,
            )
            try:
                yield browser
            finally:
                await browser.stop()


@dataclass
class _Sight:
    """One page while it is being looked at."""

    browser: EvidenceBrowser
    page: Page
    url: str
    remarks: list[str] = field(default_factory=list)

    async def take(self) -> Visit:
        begun = datetime.now(UTC)
        contacts_before = len(self.browser.door.contacts)
        recorder = await record_page(self.page, self.browser.door)
        opened = await self._open(recorder, contacts_before)
        await self._load_all(recorder)
        document = recorder.document or opened
        shown: list[str] = await self.page.evaluate(_IMAGES, _LEAST_IMAGE)
        images = recorder.image_bytes()
        refused = self.browser.door.contacts[contacts_before:]
        return Visit(
            url=self.url,
            final_url=document.url,
            redirects=recorder.redirects,
            status=document.status,
            reason=document.reason,
            headers=document.headers,
            address=document.address,
            raw=document.body,
            dom=await self.page.content(),
            text=await self.page.evaluate(_TEXT),
            title=await self.page.title(),
            screenshot=await self._screenshot(),
            images=tuple((url, images[url]) for url in dict.fromkeys(shown) if url in images)[
                :_MAX_IMAGES
            ],
            exchanges=tuple(recorder.exchanges),
            certificates=await self._certificates(recorder, document.url),
            begun=begun,
            ended=datetime.now(UTC),
            browser=self._description(),
            refused=tuple(sorted({c.host for c in refused if c.refusal is not None})),
            remarks=tuple(self.remarks + _remarks(recorder)),
        )

    async def _open(self, recorder: Recorder, contacts_before: int) -> Exchange:
        """Load the page; the answer that it was made from. Raises EgressRefused, VisitFailed."""
        failure = ""
        try:
            await self.page.goto(self.url, wait_until="load", timeout=_LOAD_SECONDS * 1000)
        except Error as error:
            await recorder.settle(2)
            failure = _first_line(error)
        document = recorder.document
        # A download has an answer too, but leaves the tab on its blank page.
        if document is None or not (await self.page.evaluate(_ADDRESS)).startswith("http"):
            self._raise_closed(recorder, contacts_before)
            raise VisitFailed(f"{self.url}: {failure or 'no answer'}")
        if failure:
            self.remarks.append(f"loading did not end: {failure}")
        return document

    def _raise_closed(self, recorder: Recorder, contacts_before: int) -> None:
        """Say what the guard said, where it was the page's own way that it closed."""
        way = [self.url, *(urljoin(step.url, step.location) for step in recorder.redirects)]
        hosts = {urlsplit(url).hostname for url in way}
        for contact in self.browser.door.contacts[contacts_before:]:
            if contact.refusal is not None and contact.host in hosts:
                kind = EgressRefused if contact.forbidden else VisitFailed
                raise kind(f"{self.url}: {contact.refusal}")

    async def _load_all(self, recorder: Recorder) -> None:
        """Let lazy pictures come, then wait until the network is quiet."""
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_SCROLL_SECONDS):
                await self.page.evaluate(_SCROLL, _MAX_HEIGHT)
        if not await recorder.quiet(_QUIET_SECONDS):
            self.remarks.append("the page was still loading when it was taken")

    async def _screenshot(self) -> bytes:
        height = await self.page.evaluate(_HEIGHT)
        if height <= _MAX_HEIGHT:
            return await self.page.screenshot(full_page=True, type="png")
        self.remarks.append(f"the picture shows {_MAX_HEIGHT} of {height} pixels of the page")
        clip = {"x": 0, "y": 0, "width": _VIEWPORT["width"], "height": _MAX_HEIGHT}
        return await self.page.screenshot(full_page=True, type="png", clip=clip)  # type: ignore[arg-type]

    async def _certificates(self, recorder: Recorder, url: str) -> tuple[bytes, ...]:
        parts = urlsplit(url)
        try:
            return await certificate_chain(recorder.session, f"{parts.scheme}://{parts.netloc}")
        except Error as error:
            self.remarks.append(f"the certificates could not be taken: {_first_line(error)}")
            return ()

    def _description(self) -> dict[str, Any]:
        return {
            "name": self.browser.found.version,
            "playwright": metadata.version("playwright"),
            "user_agent": self.browser.agent,
            "viewport": _VIEWPORT,
            "locale": _LOCALE,
            "zone": _ZONE,
            "sandbox": sandbox_wanted(self.browser.sandbox),
        }


def _remarks(recorder: Recorder) -> list[str]:
    return [f"{one.url}: {one.error}" for one in recorder.exchanges if one.error is not None][:50]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].removeprefix("Page.goto: ")
