"""A site that holds its pages back, so that a crawl is met in its midst however busy the machine is."""

from __future__ import annotations

import threading

from tests.crawler.website import Answer, Page

_LONGEST = 60.0
"""Seconds after which a held page is answered all the same."""


class HeldSite:
    """Answers as `page` does, the first few addresses below `below` at once and others once they are allowed."""

    def __init__(self, page: Page, *, below: str = "/") -> None:
        self._page = page
        self._below = below
        self._allowed: float = 0
        self._numbers: dict[str, int] = {}
        self._change = threading.Condition()

    def __call__(self, path: str) -> Answer | None:
        if path.startswith(self._below):
            with self._change:
                number = self._numbers.setdefault(path, len(self._numbers) + 1)
                self._change.notify_all()
                self._change.wait_for(lambda: number <= self._allowed, _LONGEST)
        return self._page(path)

    def allow(self, addresses: float = float("inf")) -> None:
        """Answer so many addresses, those that were asked for first; all by default."""
        with self._change:
            self._allowed = addresses
            self._change.notify_all()

    def wait_for_the_next(self) -> None:
        """Return once an address is held. Raises AssertionError when none is after a minute."""
        with self._change:
            assert self._change.wait_for(lambda: len(self._numbers) > self._allowed, _LONGEST)
