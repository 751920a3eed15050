"""All records of this package, but the listing, that others import from it by their names."""

from storage.records.assessment import Assessment, FairUse, Level, Signal
from storage.records.background import (
    NOTHING_KNOWN,
    AcceptedRule,
    Background,
    LicensedPrice,
    LogoSeen,
    PictureLine,
)
from storage.records.element import (
    ANSWERS,
    LEAD_STEPS,
    Element,
    ElementName,
    NextStep,
)
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
    "ANSWERS",
    "LEAD_STEPS",
    "NOTHING_KNOWN",
    "AcceptedRule",
    "Assessment",
    "AuthorisedSeller",
    "Background",
    "Element",
    "ElementName",
    "FairUse",
    "Level",
    "LicensedPrice",
    "LogoSeen",
    "Meaning",
    "NextStep",
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
]
