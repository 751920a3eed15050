"""A line on the terminal while a command works (进度): what it does, how long so far."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from storage.base.message import Message

_WAIT = 1.0
"""Seconds before the line appears: shorter work shows none; chosen by hand."""
_EVERY = 0.5
"""Seconds between two states of the line; chosen by hand."""
_CLEAR = "\r\x1b[K"
"""Back to the first column and away with the line (ECMA-48: CR, EL)."""


@contextmanager
def progress(code: str) -> Iterator[None]:
    """Show on stderr that work goes on, where stderr is a terminal; elsewhere nothing at all."""
    with counted_progress(code):
        yield


@contextmanager
def counted_progress(code: str) -> Iterator[Callable[[int], None]]:
    """`progress` with the number of things done so far, where what it gives is told of one."""
    counts = [0]
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    ended = Event()
    line = Thread(target=_show, args=(Message(code), counts, ended), daemon=True)
    line.start()
    try:
        yield lambda count: counts.__setitem__(0, count)
    finally:
        ended.set()
        line.join()


def _show(work: Message, counts: list[int], ended: Event) -> None:
    began = time.monotonic()
    if ended.wait(_WAIT):
        return
    while True:
        sys.stderr.write(f"{_CLEAR}{_state(work, counts[0], time.monotonic() - began)}")
        sys.stderr.flush()
        if ended.wait(_EVERY):
            break
    sys.stderr.write(_CLEAR)
    sys.stderr.flush()


def _state(work: Message, count: int, seconds: float) -> str:
    counted = f" {count:,}" if count else ""
    return f"{work}{counted} {int(seconds // 60)}:{int(seconds % 60):02d}"
