"""One Chromium that runs (浏览器进程): a context a view, how much it has drawn, its end."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from crawler.browser import page_scripts
from crawler.browser.context_options import View
from crawler.browser.driver import Driver, answers

_RECYCLE_AFTER = 250
"""Pages that one browser draws before a fresh one takes its place."""
CLOSE_SECONDS = 5.0
"""Seconds for closing a tab or a browser before it is killed; chosen by hand."""
_START_SECONDS = 30.0
"""Seconds for starting a browser; a loaded machine takes ten."""


class RunningBrowser:
    """One Chromium with one context a view."""

    def __init__(self, browser: Any, mark: str, user_agent: str) -> None:
        self._browser = browser
        self._mark = mark
        self._user_agent = user_agent
        self._contexts: dict[View, asyncio.Future[Any]] = {}
        self.tabs = 0
        self.pages = 0
        self.is_spent = False

    @classmethod
    async def start(
        cls, driver: Driver, options: dict[str, Any], *, user_agent: str
    ) -> RunningBrowser:
        mark = f"--hubiao-pool={uuid4().hex}"
        options = {**options, "args": [*options["args"], mark]}
        browser = await driver.launch(**options, timeout=_START_SECONDS * 1000)
        return cls(browser, mark, user_agent)

    @property
    def is_connected(self) -> bool:
        return bool(self._browser.is_connected())

    async def answers(self) -> bool:
        return await answers(self._browser)

    async def context(self, view: View) -> Any:
        """The context of a view, opened once; it shares nothing with those of other views."""
        if view not in self._contexts:
            self._contexts[view] = asyncio.ensure_future(self._open_context(view))
        return await asyncio.shield(self._contexts[view])

    async def _open_context(self, view: View) -> Any:
        context = await self._browser.new_context(**view.context_options(self._user_agent))
        await context.add_init_script(page_scripts.LIBRARY)
        return context

    def drew(self) -> None:
        """Count a page."""
        self.pages += 1
        self.is_spent = self.is_spent or self.pages >= _RECYCLE_AFTER

    async def end(self) -> None:
        """Close, and kill what is left of it: a page may keep its process busy for ever."""
        self.is_spent = True
        with suppress(Exception):
            await asyncio.wait_for(self._browser.close(), CLOSE_SECONDS)
        await asyncio.to_thread(_kill_marked, self._mark)


def _kill_marked(mark: str) -> None:
    """Kill the processes that were started with this mark and nothing else."""
    marker = mark.encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marker in (folder / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
