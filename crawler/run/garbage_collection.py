"""Cyclic garbage (循环引用) while a crawl runs: the interpreter looks for it less often."""

from __future__ import annotations

import gc

_SELDOM = (100_000, 10, 10)
"""Thresholds of the three generations (gc.set_threshold): more objects than all but the longest pages
have, which live until they are read and then go without it; chosen by hand."""


class SeldomCollection:
    """From its making to `end`, the program's modules and caches are not looked through.

    A crawl makes hardly any cyclic garbage, and looking for it again and again took a fifth of the
    time. A process that has frozen its objects by itself keeps them frozen.
    """

    def __init__(self) -> None:
        self._thresholds = gc.get_threshold()
        self._freezes = gc.get_freeze_count() == 0
        if self._freezes:
            gc.freeze()
        gc.set_threshold(*_SELDOM)

    def end(self) -> None:
        gc.set_threshold(*self._thresholds)
        if self._freezes:
            gc.unfreeze()
