"""What a history speaks with runs in a process of its own: the history forks and so has no thread."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def forked_process(serve: Callable[[Connection], None]) -> Iterator[Connection]:
    """The pipe to a process that serves at its other end, until the end of the block."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here
    finally:
        process.terminate()
        process.join()
