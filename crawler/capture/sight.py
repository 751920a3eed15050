"""One page while it is being looked at, from its first byte to its picture (取证访问)."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import Error, Page

from crawler.capture.network import Recorder, certificate_chain, record_page
from crawler.guard_proxy import GuardDoor
from storage.errors import EgressRefused, HubiaoError
from storage.evidence.visit import Exchange, Visit

VIEWPORT = {"width": 1366, "height": 900}
LOCALE = "zh-CN"
ZONE = "Asia/Shanghai"
_LOAD_SECONDS = 25.0
_SCROLL_SECONDS = 20.0
_QUIET_SECONDS = 6.0
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


class VisitFailed(HubiaoError):
    """The page could not be opened; the message says which and why."""


@dataclass
class Sight:
    """One page while it is being looked at."""

    page: Page
    door: GuardDoor
    url: str
    browser: dict[str, Any]
    """Name, version and settings of the browser, as the manifest states them."""
    remarks: list[str] = field(default_factory=list)

    async def take(self) -> Visit:
        """Look, and keep what is seen. Raises EgressRefused, VisitFailed."""
        begun = datetime.now(UTC)
        contacts_before = len(self.door.contacts)
        recorder = await record_page(self.page, self.door)
        opened = await self._open(recorder, contacts_before)
        await self._load_all(recorder)
        document = recorder.document or opened
        shown: list[str] = await self.page.evaluate(_IMAGES, _LEAST_IMAGE)
        images = recorder.image_bytes()
        refused = self.door.contacts[contacts_before:]
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
            browser=self.browser,
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
            failure = first_line(error)
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
        for contact in self.door.contacts[contacts_before:]:
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
        clip = {"x": 0, "y": 0, "width": VIEWPORT["width"], "height": _MAX_HEIGHT}
        return await self.page.screenshot(full_page=True, type="png", clip=clip)  # type: ignore[arg-type]

    async def _certificates(self, recorder: Recorder, url: str) -> tuple[bytes, ...]:
        parts = urlsplit(url)
        try:
            return await certificate_chain(recorder.session, f"{parts.scheme}://{parts.netloc}")
        except Error as error:
            self.remarks.append(f"the certificates could not be taken: {first_line(error)}")
            return ()


def _remarks(recorder: Recorder) -> list[str]:
    return [f"{one.url}: {one.error}" for one in recorder.exchanges if one.error is not None][:50]


def first_line(error: Exception) -> str:
    """What a browser's error says, without its call log."""
    return str(error).strip().splitlines()[0].removeprefix("Page.goto: ")
