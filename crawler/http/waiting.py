"""Waits that end early once nobody needs what comes after them (等待)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_LOOK_SECONDS = 0.5
"""Seconds between two looks whether the wait is over early; chosen by hand."""


async def wait_until(moment: float, is_over: Callable[[], bool]) -> bool:
    """Wait until a moment of `time.monotonic`, in seconds; False as soon as `is_over()`. Once the moment has come,
    that is not asked."""
    while (seconds := moment - time.monotonic()) > 0:
        if is_over():
            return False
        await asyncio.sleep(min(seconds, _LOOK_SECONDS))
    return True
