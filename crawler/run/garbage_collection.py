"""Cyclic garbage (循环引用) while a crawl runs: the interpreter looks for it less often."""

from __future__ import annotations

import gc

_SELDOM = (100_000, 10, 10)
"""Thresholds of the three generations (gc.set_threshold): more objects than all but the longest pages
have, which live until they are read and then go without it; chosen by hand."""

_PAGES = 1_000
"""Pages after which it is looked for, some 20 ms: they leave 10,000 objects of it; measured on small pages."""


class SeldomCollection:
    """From its making to `end`, the program's modules and caches are not looked through.

    A crawl makes hardly any cyclic garbage, and looking for it again and again took a fifth of the
    time. A process that has frozen its objects by itself keeps them frozen.
    """

    def __init__(self) -> None:
        self._pages = 0
        self._thresholds = gc.get_threshold()
        # Counting what is frozen walks through all of it, 10 ms: not inside another one.
        self._freezes = self._thresholds != _SELDOM and gc.get_freeze_count() == 0
        if self._freezes:
            gc.freeze()
        gc.set_threshold(*_SELDOM)

    def look_when_due(self, pages: int) -> None:
        """After so many pages more: what little garbage there is adds up over a hundred thousand of them."""
        self._pages += pages
        if self._pages >= _PAGES:
            self._pages = 0
            gc.collect()

    def end(self) -> None:
        gc.set_threshold(*self._thresholds)
        if self._freezes:
            gc.freeze()  # what the crawl made last is old, too: else all of it is looked through now
            gc.unfreeze()
