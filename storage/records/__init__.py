"""The records that cross boundaries: frozen, without a database behind them.

Field names are those of the file formats, so a record and its JSON line read alike. The listing is imported at once,
all others with the first of them: a crawl needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from storage.records.listing import Listing as Listing
from storage.records.listing import Operator as Operator
from storage.records.listing import field_texts as field_texts

if TYPE_CHECKING:
    from storage.records.whole import *  # noqa: F403


def __getattr__(name: str) -> object:
    """A record's class at its first use."""
    if name.startswith("__"):
        raise AttributeError(name)
    value = globals()[name] = getattr(import_module(f"{__name__}.whole"), name)
    return value
