"""What a captured page shows (页面所示), read from the capture's own record: manifest and page text.

A letter cites a capture as the page that shows the mark, so the page is compared with the listing
version that the lead was assessed on: at capture time, and of an older capture when it is cited.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from storage.base.errors import BadInput
from storage.evidence import manifest as names
from storage.files.vault import Vault
from storage.records import Listing
from storage.records.capture_facts import ExtractionFacts
from storage.records.listing import field_texts
from storage.records.page_facts import AssessedListing, PageFacts
from storage.tables import EvidenceRow

_HEAD = 300
"""Characters at the head of a page's text that say what the page is, chosen by hand."""
_GONE = re.compile(
    r"(?:商品|宝贝|产品|链接|页面|内容|店铺)[^。！\n]{0,8}(?:已?不存在|已?下架|已?被?删除|已?失效|已?下线|已?移除|不见了|找不到|走丢)"
    r"|(?:item|product|listing|page)\s+(?:is\s+|was\s+|has\s+been\s+)?(?:not\s+found|no\s+longer|unavailable|removed|deleted)",
    re.I,
)
"""A page without goods that says so is a soft 404; the words are those of crawler/extract/kind."""
_GAPS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")


def page_facts(manifest: Mapping[str, Any], text: str, assessed: AssessedListing) -> PageFacts:
    """The page of a manifest, whose visible text is `text`, against the assessed listing."""
    page = manifest["page"]
    reading = _listing(manifest)
    words = _joined([text, page["title"], *_texts(reading)])
    title = reading.title if reading else page["title"]
    listing = assessed.listing
    same_reader = reading is not None and _plain(reading.title) == _plain(listing.title)
    return PageFacts(
        version_id=assessed.version_id,
        sought=assessed.marks,
        marks=tuple(mark for mark in assessed.marks if _plain(mark) in words),
        kind=page.get("kind") or ("listing" if reading else None),
        title=title or None,
        price=format(reading.price, "f") if reading and reading.price is not None else None,
        has_title=_plain(listing.title) in words,
        has_price=_has_price(listing, reading, text, same_reader=same_reader),
        is_gone=reading is None and bool(_GONE.search(text[:_HEAD])),
        has_picture=bool(set(listing.images) & {*manifest.get("images", ()), *_pictures(reading)}),
    )


def recorded_page(
    folder: Path, row: EvidenceRow, assessed: AssessedListing, vault: Vault
) -> PageFacts | None:
    """The same of an entered capture; None where its record is gone or is not the one entered."""
    manifest = _recorded_manifest(folder / row.folder, row.manifest_sha256, vault)
    try:
        text = vault.read(folder / row.folder / names.TEXT)
        if manifest is None or _sha256(text) != row.facts.members.get(names.TEXT):
            return None
        return page_facts(manifest, text.decode("utf-8", "replace"), assessed)
    except (OSError, ValueError, KeyError):
        return None


def recorded_extraction(folder: Path, sha256: str | None, vault: Vault) -> ExtractionFacts | None:
    """When and in what environment the capture in this folder was made; None where its record is gone, is
    not the one entered, or does not say."""
    manifest = _recorded_manifest(folder, sha256, vault)
    try:
        return None if manifest is None else ExtractionFacts.from_manifest(manifest)
    except (KeyError, ValueError, TypeError):
        return None


def _recorded_manifest(folder: Path, sha256: str | None, vault: Vault) -> Mapping[str, Any] | None:
    """The manifest in a capture's folder; None where it is gone or is not the one entered."""
    try:
        content = vault.read(folder / names.MANIFEST)
        manifest: Mapping[str, Any] | None = json.loads(content)
    except (OSError, ValueError):
        return None
    return manifest if _sha256(content) == sha256 else None


def _listing(manifest: Mapping[str, Any]) -> Listing | None:
    try:
        return Listing.from_json(manifest["listing"])
    except (KeyError, BadInput):
        return None


def _texts(reading: Listing | None) -> Iterator[str]:
    if reading is not None:
        yield from (text for _, text in field_texts(reading))


def _pictures(reading: Listing | None) -> tuple[str, ...]:
    return reading.images if reading else ()


def _has_price(
    listing: Listing, reading: Listing | None, text: str, *, same_reader: bool
) -> bool | None:
    """Two readers may take another of a page's prices; then the amount anywhere on it counts."""
    if listing.price is None:
        return None
    if reading is None or reading.price is None:
        return None if reading else _stands(listing.price, text)
    if reading.price == listing.price:
        return True
    return False if same_reader else _stands(listing.price, text)


def _stands(price: Decimal, text: str) -> bool:
    amounts = re.findall(r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?(?![\d.])", text.replace(",", ""))
    return any(Decimal(amount) == price for amount in amounts)


def _joined(texts: list[str]) -> str:
    return "\n".join(_plain(text) for text in texts)


def _plain(text: str) -> str:
    """Full and half width, case and gaps do not make another text (NFKC)."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
