"""Playwright's driver (浏览器驱动): a process of its own between us and Chromium, which may die like any other."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from crawler.browser.driver_errors import driver_errors_end_it

ANSWER_SECONDS = 20.0
"""Seconds in which a browser that lives does a small thing; a loaded machine takes five."""
_LAUNCH_SECONDS = 60.0
"""Seconds for starting driver and browser: twice the 30 after which a driver that lives gives up on a browser,
since one that hangs counts none."""
_STOP_SECONDS = 10.0
"""Seconds that a driver may take to end; one that died never answers. Chosen by hand."""


class Driver:
    """Launches browsers; a driver that has died is replaced when the next one is launched."""

    def __init__(self) -> None:
        self._playwright: Any = None

    async def open(self) -> Any:
        """The running driver, started if there is none."""
        if self._playwright is None:
            # Imported when a browser is wanted: it takes a third of a second.
            from playwright.async_api import async_playwright

            self._playwright = await async_playwright().start()
        return self._playwright

    async def launch(self, **options: Any) -> Any:
        """A new Chromium. Raises Playwright's errors, or TimeoutError, where none starts from a fresh driver
        either."""
        from playwright.async_api import TimeoutError as LaunchTimeout

        try:
            return await self._launch(options)
        except LaunchTimeout:
            raise  # a driver that can count seconds lives
        except Exception:  # a dead one is told by no type: even a plain Exception is raised
            await self.close()
        return await self._launch(options)

    async def _launch(self, options: dict[str, Any]) -> Any:
        async with asyncio.timeout(_LAUNCH_SECONDS):
            return await (await self.open()).chromium.launch(**options)

    async def answers(self) -> bool:
        """Whether the driver does a small thing that needs no browser; one that hangs or is dead is ended, and the
        next browser comes from a fresh one."""
        playwright = self._playwright
        if playwright is None:
            return True
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                context = await playwright.request.new_context()
                await context.dispose()
        except Exception:  # a dead driver raises plain Exceptions
            if self._playwright is playwright:
                await self.close()
            return False
        return True

    async def close(self) -> None:
        """End the driver, and with it the browsers that it launched."""
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            with suppress(Exception):
                await asyncio.wait_for(playwright.stop(), _STOP_SECONDS)
            with suppress(
                Exception
            ):  # one that hangs hears nothing; one that ended is no process any more
                playwright.stop.__self__._client._transport._proc.kill()


async def answers(browser: Any) -> bool:
    """Whether a browser still does what it is asked: one whose driver died says that it is connected."""
    with driver_errors_end_it(), suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            context = await browser.new_context()
            await context.close()
            return True
    return False
