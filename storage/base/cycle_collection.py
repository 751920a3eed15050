"""Cycle collection (循环回收): Python's collector of cycles, off while records or modules are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Without the collector, which finds no cycles in plain records, yet walks through all lexicons
    again and again for the many that are made: an eighth of the time of a batch, a sixth of compiling."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
