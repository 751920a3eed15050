"""How like a site's page is to the holder's own (页面比对): by text, by picture, and by the marks that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifiers.characters.folding import fold
from storage.pictures.decoding import NotAPicture, as_shown, opened_picture
from storage.pictures.fingerprint import NotComparable, image_fingerprint
from storage.pictures.likeness import compare, pixels_of

if TYPE_CHECKING:
    from PIL import Image

_SHINGLE = 5
"""Characters of a piece of text that is looked for; chosen by hand."""
_LEAST_SHINGLES = 40
"""Pieces of a page from which its share says anything; chosen by hand: a menu has some thirty."""
LEAST_TEXT = 0.3
"""Share of a page's text on the holder's page from which they are alike; chosen by hand."""
LEAST_PICTURE = 0.5
"""Likelihood that the pictures of two pages are the same from which they are alike; chosen by hand."""
_SCREEN = 900
"""Pixels from the top that are compared: what a visitor sees first."""
_FOR_SALE = re.compile(
    r"域名(?:出售|转让|停放|交易)|该域名|本域名|buy this domain|domain (?:name )?is for sale|parked (?:free|domain)",
    re.I,
)
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """What a capture holds of one page."""

    title: str
    text: str
    screenshot: bytes
    """PNG; empty where there is none."""


@dataclass(frozen=True, kw_only=True)
class SiteComparison:
    """How like a page is to the holder's own."""

    text: float | None
    """Share of its pieces of text that stand on the holder's page, 0..1; None where there is none to compare."""
    picture: float | None
    """How likely the tops of both pages are the same picture, 0..1; None likewise."""
    marks: tuple[str, ...]
    """The marks that it names."""
    is_for_sale: bool

    @property
    def is_alike(self) -> bool:
        return (
            bool(self.marks)
            or (self.text is not None and self.text >= LEAST_TEXT)
            or (self.picture is not None and self.picture >= LEAST_PICTURE)
        )


def compare_pages(page: SitePage, genuine: SitePage | None, marks: Sequence[str]) -> SiteComparison:
    """A page against the holder's own, where that is known, and against its marks."""
    words = fold(_plain(page.title + page.text))
    return SiteComparison(
        text=_text_likeness(page.text, genuine.text) if genuine else None,
        picture=_picture_likeness(page.screenshot, genuine.screenshot) if genuine else None,
        marks=tuple(mark for mark in marks if fold(_plain(mark)) in words),
        is_for_sale=bool(_FOR_SALE.search(page.title + page.text)),
    )


def _plain(text: str) -> str:
    return _GAPS.sub("", text)


def _shingles(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[place : place + _SHINGLE] for place in range(len(plain) - _SHINGLE + 1)}


def _text_likeness(text: str, genuine: str) -> float | None:
    pieces = _shingles(text)
    if len(pieces) < _LEAST_SHINGLES:
        return None
    return len(pieces & _shingles(genuine)) / len(pieces)


def _picture_likeness(first: bytes, second: bytes) -> float | None:
    try:
        small, genuine = (image_fingerprint(_top(picture)).small for picture in (first, second))
    except (NotComparable, NotAPicture):
        return None
    return compare(pixels_of(small), pixels_of(genuine)).likelihood


def _top(picture: bytes) -> Image.Image:
    """The first screen of a page's picture. Raises NotAPicture."""
    with opened_picture(picture) as opened:
        image = as_shown(opened)
    return image.crop((0, 0, image.width, min(image.height, _SCREEN)))
