"""Linear algebra on one thread: on tables of this size threads wait for each other and take eighteen times
the processor time for the same result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """No further threads of the linear algebra inside."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
