"""Reading copies (PDF) of letters, kept for a while: the same letter is set only once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

_MOST_COPIES = 16
"""Reading copies in memory, of some 100 kB each."""


class Previews:
    """The last few reading copies, each under a hash of what it shows."""

    def __init__(self) -> None:
        self._copies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def copy_of(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The reading copy under this hash, made where it is not kept yet."""
        with self._lock:
            if key in self._copies:
                self._copies.move_to_end(key)
                return self._copies[key]
        copy = make()
        with self._lock:
            self._copies[key] = copy
            while len(self._copies) > _MOST_COPIES:
                self._copies.popitem(last=False)
        return copy
