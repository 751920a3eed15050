"""Cycle collection (循环回收): Python's collector of cycles, off while records or modules are made."""

from __future__ import annotations

import atexit
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


def age_objects() -> None:
    """Have the collector take all objects for old: the next collections look through newer ones alone, and the
    first of them not through all modules. A process that has frozen its objects keeps them frozen."""
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()


def exit_without_collection() -> None:
    """Spare the end of this process the collector, which would walk through all modules twice for cycles that go
    with the process: a quarter of the time of a short command."""
    atexit.register(gc.freeze)
