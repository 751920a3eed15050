"""One deadline for an exchange with another machine (期限), from the name service to the last byte.

A time-out of a socket holds for one read only: who sends a byte every few seconds, or `100 Continue`
again and again, is never late by it. So a timer ends the connection itself; whatever waits on the
socket then, in whichever library, comes back with an error.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")


class Deadline:
    """A moment of the monotonic clock, `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds that are left, at least a millisecond: zero means "no time-out" to a socket."""
        return max(self._end - time.monotonic(), 0.001)

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() >= self._end

    def check(self) -> None:
        """Raises TimeoutError when it is too late."""
        if self.passed:
            raise TimeoutError("timed out")

    @contextmanager
    def ends(self, connection: socket.socket) -> Iterator[None]:
        """Within the block the connection is shut down at the deadline, also once TLS has wrapped it.

        Raises TimeoutError for whatever fails after that. A body that ends where the connection does
        looks whole when the deadline ends it: `check` afterwards.
        """
        # TLS takes the descriptor over from the plain socket; a copy means the same connection.
        copy = socket.socket(fileno=os.dup(connection.fileno()))
        timer = threading.Timer(self.remaining, _shut_down, [copy])
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception:
            self.check()
            raise
        finally:
            timer.cancel()
            timer.join()  # a timer that fires right now must not meet a descriptor of somebody else
            copy.close()

    def wait_for(self, call: Callable[[], Result]) -> Result:
        """The result of a call that knows no time-out of its own, as the name service's.

        Raises TimeoutError; the call then ends by itself some time later, in a thread of its own.
        """
        results: list[Result] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(call())
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.remaining)
        if errors:
            raise errors[0]
        if not results:
            raise TimeoutError("timed out")
        return results[0]


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
