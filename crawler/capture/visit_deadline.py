"""The one deadline of a visit (取证期限), which holds for all its steps and manners together, and what a second
browser has of it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

_LEAST_SECONDS = 0.05
"""What a step may always take: Playwright reads 0 as for ever."""


@dataclass
class VisitDeadline:
    """Seconds of `time.monotonic` from the first step on."""

    seconds: float
    _ends: float | None = None

    def left(self, most: float = math.inf, *, reserve: float = 0.0) -> float:
        """Seconds that a step may take: at most those, and so that a share of the whole is left for what follows."""
        now = time.monotonic()
        if self._ends is None:
            self._ends = now + self.seconds
        seconds = self._ends - now - reserve * self.seconds
        return max(min(seconds, most), _LEAST_SECONDS)

    def lengthen(self, share: float) -> None:
        """Let at least this share of the whole be left from now on: a try after a fault that was not the page's."""
        if self._ends is not None:
            self._ends = max(time.monotonic() + share * self.seconds, self._ends)
