"""What a window fetches: a page is looked at when nothing is under way, not half a second later."""

from __future__ import annotations

from playwright.sync_api import Page, Request

_AFTERTHOUGHTS = """() => new Promise(settled =>
  requestIdleCallback(() => requestIdleCallback(settled, {timeout: 200}), {timeout: 200}))"""
"""Ends when the page's scripts have begun what they put off until the page is drawn."""
_LOOK_MILLISECONDS = 10


class Traffic:
    """The requests of a window that have no answer yet."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: set[Request] = set()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        self._open.add(request)

    def _end(self, request: Request) -> None:
        self._open.discard(request)

    def settle(self) -> None:
        """Return when the page has all that it asks for; Playwright's "networkidle" adds 0.5 s."""
        self._page.evaluate(_AFTERTHOUGHTS)
        while self._open:
            self._page.wait_for_timeout(_LOOK_MILLISECONDS)
