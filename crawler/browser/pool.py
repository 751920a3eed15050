"""Browsers for pages that a script draws (浏览器池): few tabs, reused, each visit under a deadline.

The whole visit, opening and closing included, has one deadline; a browser that hangs is killed and
replaced, and one that has drawn enough pages is replaced before it grows. All of its traffic goes
through the address guard's door. Nothing is downloaded, dialogs are dismissed, pictures and fonts
are not loaded.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from crawler.browser.context_options import View
from crawler.browser.driver import Driver
from crawler.browser.launch import find_browser, launch_options
from crawler.browser.programs import check_driver
from crawler.browser.request_gate import MayLoad
from crawler.browser.route_book import RouteBook
from crawler.browser.running_browser import CLOSE_SECONDS, RunningBrowser
from crawler.browser.tab import Tab
from crawler.http.fetcher import Fetched, FetchFailed
from crawler.http.guard_proxy import DoorLimits, guard_door
from storage.base.errors import HubiaoError
from storage.net.address_policy import AddressPolicy

STRANGER = View()
_SHARE = 0.75
"""Share of the deadline for growing lists; the remainder is for reading the page."""


class BrowserPool:
    """Draws pages; at most `tabs` at once."""

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        user_agent: str,
        tabs: int,
        deadline: float,
        max_bytes: int,
        sandbox: str = "auto",
        may_load: MayLoad,
    ) -> None:
        """`may_load` is asked for every address that a page's scripts load."""
        self._policy = policy
        self._user_agent = user_agent
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._sandbox = sandbox
        self._may_load = may_load
        self._books: defaultdict[str, RouteBook] = defaultdict(RouteBook)
        """Host and port → what clicks taught there."""
        self._places = asyncio.Semaphore(tabs)
        self._idle: list[Tab] = []
        self._browser: RunningBrowser | None = None
        self._starting = asyncio.Lock()
        self._stack = ExitStack()
        self._driver = Driver()
        self._door_url = ""

    async def render(self, url: str, *, grows: bool = False, view: View = STRANGER) -> Fetched:
        """The page as a browser shows it, with the JSON that it loaded; one that may grow is
        scrolled and turned over to its end. Raises FetchFailed."""
        async with self._places:
            begun = time.monotonic()
            tab: Tab | None = None
            try:
                async with asyncio.timeout(self._deadline):
                    tab = await self._tab(view)
                    fetched = await tab.visit(
                        url,
                        grows=grows,
                        max_bytes=self._max_bytes,
                        seconds=self._deadline * _SHARE,
                        book=self._books[urlsplit(url).netloc],
                    )
            except TimeoutError as error:
                late = time.monotonic() - begun >= self._deadline
                hangs = not await self._driver.answers()  # then it is no fault of the page
                await self._discard(tab)
                raise FetchFailed(
                    "exchange.browser-deadline",
                    temporary=hangs or not late,
                    seconds=f"{self._deadline:g}",
                ) from error
            except FetchFailed:
                await self._give_back(tab)
                raise
            except Exception as error:
                await self._discard(tab)
                await self._end_if_dead()
                raise FetchFailed("exchange.browser", temporary=True, why=_line(error)) from error
            await self._give_back(tab)
            return fetched

    async def _tab(self, view: View) -> Tab:
        for tab in [tab for tab in reversed(self._idle) if tab.view == view]:
            self._idle.remove(tab)
            if tab.is_usable:
                return tab
            await self._discard(tab)
        browser = await self._current()
        browser.tabs += 1
        try:
            return await Tab.open(browser, await browser.context(view), view, self._may_load)
        except BaseException:
            browser.tabs -= 1
            raise

    async def _give_back(self, tab: Tab | None) -> None:
        if tab is None:
            return
        if tab.is_usable and not tab.browser.is_spent:
            self._idle.append(tab)
        else:
            await self._discard(tab)

    async def _discard(self, tab: Tab | None) -> None:
        """Close a tab; the browser itself goes where it does not answer or is spent and empty."""
        if tab is None:
            if self._browser is not None and not self._browser.is_connected:
                await self._browser.end()
            return
        browser = tab.browser
        if not await tab.close(CLOSE_SECONDS):
            browser.is_spent = True
            await browser.end()
        browser.tabs -= 1
        if browser.is_spent and browser.tabs <= 0:
            await browser.end()

    async def _end_if_dead(self) -> None:
        """A browser that no longer answers makes room for a fresh one."""
        async with self._starting:
            browser = self._browser
            if browser is not None and not browser.is_spent and not await browser.answers():
                await browser.end()

    async def _current(self) -> RunningBrowser:
        async with self._starting:
            browser = self._browser
            if browser is None or browser.is_spent or not browser.is_connected:
                if browser is not None and not browser.is_connected:
                    await browser.end()
                self._browser = browser = await self._start()
            return browser

    async def _start(self) -> RunningBrowser:
        with _missing_program_fails_the_fetch():
            await asyncio.to_thread(check_driver)
            # Each takes a second or so, and neither needs the other.
            program, _ = await asyncio.gather(
                asyncio.to_thread(find_browser, "shell"), self._open_driver()
            )
        return await RunningBrowser.start(
            self._driver,
            launch_options(program, door_url=self._door_url, sandbox=self._sandbox),
            user_agent=self._user_agent,
        )

    async def _open_driver(self) -> None:
        if not self._door_url:
            limits = DoorLimits(max_bytes=self._max_bytes, max_seconds=self._deadline * 2)
            self._door_url = self._stack.enter_context(guard_door(self._policy, limits=limits)).url
        await self._driver.open()

    async def close(self) -> None:
        """End every browser; what does not end by itself is killed."""
        for tab in self._idle:
            await tab.close(CLOSE_SECONDS)
        if self._browser is not None:
            await self._browser.end()
        await self._driver.close()
        self._stack.close()


@contextmanager
def _missing_program_fails_the_fetch() -> Iterator[None]:
    try:
        yield
    except HubiaoError as error:
        raise FetchFailed("exchange.no-browser", temporary=False, why=error) from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
