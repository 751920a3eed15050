"""The collector of cyclic garbage, held back while a page is read.

A page makes thousands of objects that live until it is read and then go without the collector, since
none refers back to itself. It would run a dozen times in between, each time over all of them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_held() -> Iterator[None]:
    """No collection of cyclic garbage inside; where it was off before, it stays off."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
