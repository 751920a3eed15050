"""The tables. Those that a crawl reads and writes are imported one by one as they are asked for, all others as a whole
with the first of them: 88 tables take .3 s of every start. `Base.metadata` from here is whole."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.tables.whole import *  # noqa: F403

_OF_A_CRAWL = {
    "assessments": ("AssessmentRow", "LeadRow", "ProbeReason"),
    "audit": ("AuditHeadRow", "AuditRow"),
    "crawling": (
        "ComplianceRow", "FrontierKind", "FrontierRow", "LearntTemplateRow", "PageMemoryRow",
        "PlatformRow", "RunRow", "SearchResultRow", "TaskRow", "TemplatePinRow",
    ),
    "listings": ("ListingRow", "ListingVersionRow", "ShopRow"),
    "rights": (
        "HolderRow", "LicenceRow", "LicensedPriceRow", "RightFileKind", "RightFileRow",
        "RightImportRow", "RightRow",
    ),
    "traits": (
        "PictureFileRow", "PictureHashRow", "PictureKeyRow", "PictureLikenessRow",
        "PictureReadingRow", "ShopContactRow",
    ),
}  # fmt: skip
"""Module → its rows and their vocabularies, a row first."""
_REFERRED = {"assessments": ("listings", "rights"), "traits": ("listings",)}
"""Module → those of the tables that its foreign keys refer to: they are imported with it."""
_MODULES = {name: module for module, names in _OF_A_CRAWL.items() for name in names}


def __getattr__(name: str) -> object:
    """A row's class at its first use."""
    if name.startswith("__"):
        raise AttributeError(name)
    module = _MODULES.get(name, "whole")
    for referred in _REFERRED.get(module, ()):
        import_module(f"{__name__}.{referred}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return value
