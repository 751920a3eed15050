"""The collector of cyclic garbage, held back while a page is read.

A page makes thousands of objects that live until it is read and then go without the collector, since
none refers back to itself. It would run a dozen times in between, each time over all of them.
"""

from __future__ import annotations

import gc
from types import TracebackType


class CollectorHeld:
    """No collection of cyclic garbage inside; where it was off before, it stays off.

    Its end makes no object, so that a page which goes at once is gone before the next collection.
    """

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._was_on:
            gc.enable()
