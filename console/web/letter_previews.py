"""Reading copies (PDF) of letters, kept for a while: the same document is set only once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

_KEPT = 16


class Previews:
    """The last few reading copies, by the hash of the document they show."""

    def __init__(self) -> None:
        self._copies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def copy_of(self, document: bytes, make: Callable[[bytes], bytes]) -> bytes:
        """The reading copy of a document, made where it is not kept yet."""
        key = hashlib.sha256(document).hexdigest()
        with self._lock:
            if key in self._copies:
                self._copies.move_to_end(key)
                return self._copies[key]
        copy = make(document)
        with self._lock:
            self._copies[key] = copy
            while len(self._copies) > _KEPT:
                self._copies.popitem(last=False)
        return copy
