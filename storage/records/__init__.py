"""The records that cross boundaries: frozen, without a database behind them.

Field names are those of the file formats, so a record and its JSON line read alike.
"""

from storage.records.assessment import Assessment, FairUse, Level, Signal
from storage.records.listing import Listing, Operator, field_texts
from storage.records.right import (
    AuthorisedSeller,
    Origin,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
)

__all__ = [
    "Assessment",
    "AuthorisedSeller",
    "FairUse",
    "Level",
    "Listing",
    "Operator",
    "Origin",
    "ReferencePrice",
    "Right",
    "RightHolder",
    "RightKind",
    "RightsBook",
    "Signal",
    "field_texts",
]
