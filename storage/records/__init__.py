"""The records that cross boundaries: frozen, without a database behind them.

Field names are those of the file formats, so a record and its JSON line read alike.
"""

from storage.records.assessment import Assessment, FairUse, Level, Signal
from storage.records.background import (
    NOTHING_KNOWN,
    Background,
    LicensedPrice,
    LogoSeen,
    PictureLine,
)
from storage.records.listing import Listing, Operator, field_texts
from storage.records.meaning import Meaning, Sense
from storage.records.other_owner import OtherOwner
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
    "NOTHING_KNOWN",
    "Assessment",
    "AuthorisedSeller",
    "Background",
    "FairUse",
    "Level",
    "LicensedPrice",
    "Listing",
    "LogoSeen",
    "Meaning",
    "Operator",
    "Origin",
    "OtherOwner",
    "PictureLine",
    "ReferencePrice",
    "Right",
    "RightHolder",
    "RightKind",
    "RightsBook",
    "Sense",
    "Signal",
    "field_texts",
]
