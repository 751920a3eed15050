"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.01, 0.15
"""Seconds between two looks, chosen by hand: a look that asks a database costs what is waited for."""


def wait_until(is_true: Callable[[], object], seconds: float = 60) -> None:
    """Return as soon as it is true. Raises AssertionError when it is not after `seconds`."""
    deadline = time.monotonic() + seconds
    pause = _SHORTEST_PAUSE
    while not is_true():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain"
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
