"""One page while it is being looked at, from its first byte to its picture (取证访问)."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from playwright.async_api import Error, Page

from crawler.capture.certificate_chain import certificate_chain
from crawler.capture.network_log import BodyWaits, Recorder, record_page
from crawler.capture.screenshot import MAX_HEIGHT, NoPicture, screenshot
from crawler.capture.visit_deadline import VisitDeadline
from crawler.http.guard_proxy import GuardDoor
from storage.base.errors import EgressRefused, HubiaoError
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.base.schema.storable_text import storable_text
from storage.evidence.visit import Visit, VisitBrowser
from storage.net.joined_address import joined

VIEWPORT = {"width": 1366, "height": 900}
LOCALE = "zh-CN"
ZONE = OFFICE_TIME.key
_LOAD_SECONDS = 25.0
"""Seconds for the load event; chosen by hand."""
_SCROLL_SECONDS = 20.0
"""Seconds for scrolling a page to its end; chosen by hand."""
_LEFT_FOR_LOOKING = 0.3
"""Share of a visit's time that loading, scrolling and waiting leave to what a visit is made for: text, document,
picture and certificates. 22 s of 75; chosen by hand."""
_LEFT_FOR_CERTIFICATES = 0.05
"""Share that the picture leaves."""
_SCROLL_STEP = 800
"""Pixels of one step, less than the window is high, so that everything comes into sight; chosen by hand."""
_SCROLL_PAUSE = 300
"""Milliseconds after a step; chosen by hand: scripts that load pictures as they come into sight look every 200 ms
(vue-lazyload's throttleWait), or 250 ms after the last movement (echo.js)."""
_STILL_SECONDS = 8.0
"""Seconds that are waited for stillness at most; chosen by hand."""
_STILL_MOMENT = 1.5
"""Seconds without traffic or change that count as stillness: scripts like to wait for one."""
_TRIES = 4
"""Redirects by script or refresh that are followed on one page."""
_MAX_IMAGES = 12
"""Pictures of a listing that are named in its record; chosen by hand."""
_LEAST_IMAGE = 80
"""Pixels a side; what is smaller is an icon."""

_SCROLL = """async ([limit, step, pause]) => {
  for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager';
  const height = () => Math.min(document.documentElement.scrollHeight, limit);
  const to = (top) => window.scrollTo({top, behavior: 'instant'});  // whatever the page's style says
  for (let y = 0; y < height(); y += step) {
    to(y);
    await new Promise(done => setTimeout(done, pause));
  }
  to(0);
}"""
_IMAGES = """(least) => [...document.images]
  .filter(i => i.complete && i.naturalWidth >= least && i.naturalHeight >= least)
  .map(i => ({url: i.currentSrc || i.src, area: i.naturalWidth * i.naturalHeight}))
  .sort((a, b) => b.area - a.area).map(i => i.url)"""
_TEXT = "() => document.body ? document.body.innerText : ''"
_MARK = """() => [document.URL, document.readyState, document.getElementsByTagName('*').length,
  document.documentElement ? document.documentElement.textContent.length : 0].join(' ')"""
_ADDRESS = "() => document.URL"


class VisitFailed(HubiaoError):
    """The page could not be opened; the message says which and why."""


class UntrustedSite(VisitFailed):
    """The site's certificate is not one that browsers trust."""


class EndlessPage(VisitFailed):
    """The page's own document does not end."""


@dataclass
class PageVisit:
    """One page while it is being looked at."""

    page: Page
    door: GuardDoor
    url: str
    browser: VisitBrowser
    deadline: VisitDeadline
    waits: BodyWaits = field(default_factory=BodyWaits)
    endless: bool = False
    """The page was seen not to end: it is cut where listening ends."""
    remarks: list[str] = field(default_factory=list)

    async def take(self) -> Visit:
        """Visit the page and record it.

        Raises EgressRefused, VisitFailed, and of those UntrustedSite and EndlessPage, which a
        visit in another manner may open.
        """
        begun = datetime.now(UTC)
        contacts_before = len(self.door.contacts)
        recorder = await record_page(self.page, self.door, endless=self.endless, waits=self.waits)
        await self._open(recorder, contacts_before)
        for _ in range(_TRIES):
            remarks = list(self.remarks)
            opened = recorder.document
            try:
                await self._load_all(recorder)
                visit = await self._look(recorder, begun, contacts_before)
            except Error as error:
                if not _went_on(error):
                    raise
            else:
                if recorder.document is opened:
                    return visit
            self.remarks = remarks
            await self._wait_for_load()
        raise VisitFailed("visit.redirects", url=self.url)

    async def _look(self, recorder: Recorder, begun: datetime, contacts_before: int) -> Visit:
        document = recorder.document
        assert document is not None  # opened before
        image_urls: list[str] = await self.page.evaluate(_IMAGES, _LEAST_IMAGE)
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
            title=storable_text(await self.page.title()),
            screenshot=await self._screenshot(recorder),
            images=tuple((url, images[url]) for url in dict.fromkeys(image_urls) if url in images)[
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

    async def _open(self, recorder: Recorder, contacts_before: int) -> None:
        """Load the page. Raises EgressRefused, VisitFailed."""
        failure = ""
        try:
            await self.page.goto(self.url, wait_until="load", timeout=self._load_milliseconds())
        except Error as error:
            await recorder.settle(2)
            failure = first_line(error)
        if recorder.never_ended:
            raise EndlessPage("visit.endless", url=self.url)
        if "ERR_CERT_" in failure:
            raise UntrustedSite("visit.failed", url=self.url, reason=failure)
        document = recorder.document
        # A download has an answer too, but leaves the tab on its blank page.
        if document is None or not (await self._address()).startswith("http"):
            self._raise_closed(recorder, contacts_before)
            reason: object = failure or Message("visit.no-answer")
            if document is None:
                raise VisitFailed("visit.failed", url=self.url, reason=reason)
            raise VisitFailed("visit.no-page", url=self.url, reason=reason, status=document.status)
        if failure:
            self.remarks.append(f"loading did not end: {failure}")

    def _raise_closed(self, recorder: Recorder, contacts_before: int) -> None:
        """Raises the guard's refusal where the guard closed the page's own connection."""
        steps = (joined(step.url, step.location) for step in recorder.redirects)
        hosts = {urlsplit(url).hostname for url in (self.url, *filter(None, steps))}
        for contact in self.door.contacts[contacts_before:]:
            if contact.refusal is not None and contact.host in hosts:
                kind = EgressRefused if contact.forbidden else VisitFailed
                raise kind("visit.failed", url=self.url, reason=contact.refusal)

    async def _address(self) -> str:
        """The tab's address; asked again while it changes to another page."""
        for _ in range(_TRIES):
            try:
                return str(await self.page.evaluate(_ADDRESS))
            except Error as error:
                if not _went_on(error):
                    raise
                await self._wait_for_load()
        return self.page.url

    async def _wait_for_load(self) -> None:
        with contextlib.suppress(Error):
            await self.page.wait_for_load_state("load", timeout=self._load_milliseconds())

    def _load_milliseconds(self) -> float:
        return self.deadline.left(_LOAD_SECONDS, reserve=_LEFT_FOR_LOOKING) * 1000

    async def _load_all(self, recorder: Recorder) -> None:
        """Let lazy pictures come, then wait until nothing comes and nothing changes any more."""
        try:
            async with asyncio.timeout(
                self.deadline.left(_SCROLL_SECONDS, reserve=_LEFT_FOR_LOOKING)
            ):
                await self.page.evaluate(_SCROLL, [MAX_HEIGHT, _SCROLL_STEP, _SCROLL_PAUSE])
        except TimeoutError:
            self.remarks.append("the page was too slow to be scrolled to its end")
        if not await self._still(recorder):
            what = "loading" if recorder.busy else "changing"
            self.remarks.append(f"the page was still {what} when it was taken")

    async def _still(self, recorder: Recorder) -> bool:
        """Wait for a moment without traffic or change; False where none came in time."""
        clock = asyncio.get_running_loop()
        since = clock.time()
        ends = since + self.deadline.left(_STILL_SECONDS, reserve=_LEFT_FOR_LOOKING)
        before = ""
        while clock.time() < ends:
            mark = str(await self.page.evaluate(_MARK))
            if recorder.busy or mark != before:
                before, since = mark, clock.time()
            elif clock.time() - since >= _STILL_MOMENT:
                return True
            await asyncio.sleep(0.1)
        return False

    async def _screenshot(self, recorder: Recorder) -> bytes:
        try:
            left = partial(self.deadline.left, reserve=_LEFT_FOR_CERTIFICATES)
            picture, remark = await screenshot(recorder.session, **VIEWPORT, left=left)
        except NoPicture as error:
            raise VisitFailed("visit.failed", url=self.url, reason=error.message) from error
        self.remarks += [remark] if remark else []
        return picture

    async def _certificates(self, recorder: Recorder, url: str) -> tuple[bytes, ...]:
        parts = urlsplit(url)
        try:
            return await certificate_chain(recorder.session, f"{parts.scheme}://{parts.netloc}")
        except Error as error:
            self.remarks.append(f"the certificates could not be taken: {first_line(error)}")
            return ()


def _went_on(error: Error) -> bool:
    """Whether a question to the page failed because another page came in its place."""
    return "context was destroyed" in str(error) or "because the page is navigating" in str(error)


def _remarks(recorder: Recorder) -> list[str]:
    return [
        f"{exchange.url}: {exchange.error}"
        for exchange in recorder.exchanges
        if exchange.error is not None
    ][:50]


def first_line(error: Exception) -> str:
    """The message of a browser's error, without its call log."""
    line, *_ = str(error).strip().splitlines() or [type(error).__name__]
    return line.removeprefix("Page.goto: ")
