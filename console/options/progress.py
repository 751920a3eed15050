"""A line on the terminal while a command works (进度): what it does, how long so far."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
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
    if not sys.stderr.isatty():
        yield
        return
    ended = Event()
    line = Thread(target=_show, args=(Message(code), ended), daemon=True)
    line.start()
    try:
        yield
    finally:
        ended.set()
        line.join()


def _show(work: Message, ended: Event) -> None:
    began = time.monotonic()
    if ended.wait(_WAIT):
        return
    while True:
        sys.stderr.write(f"{_CLEAR}{_state(work, time.monotonic() - began)}")
        sys.stderr.flush()
        if ended.wait(_EVERY):
            break
    sys.stderr.write(_CLEAR)
    sys.stderr.flush()


def _state(work: Message, seconds: float) -> str:
    return f"{work} {int(seconds // 60)}:{int(seconds % 60):02d}"
