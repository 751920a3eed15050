"""The one deadline of a visit (取证期限), which holds for all its steps and manners together."""

from __future__ import annotations

import time
from dataclasses import dataclass

_LEAST_SECONDS = 0.05
"""What a step may always take: Playwright reads 0 as for ever."""


@dataclass
class VisitDeadline:
    """Seconds of `time.monotonic` from the first step on."""

    seconds: float
    ends: float | None = None

    def begin(self) -> None:
        """Count from now, unless it is counted already."""
        if self.ends is None:
            self.ends = time.monotonic() + self.seconds

    def left(self, most: float | None = None, *, reserve: float = 0.0) -> float:
        """Seconds that a step may take: at most those, and so that a share of the whole is left for what follows."""
        self.begin()
        assert self.ends is not None
        seconds = self.ends - time.monotonic() - reserve * self.seconds
        return max(min(seconds, seconds if most is None else most), _LEAST_SECONDS)
