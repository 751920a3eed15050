"""The pictures that an officer compares (图样比对): the listing's and its captures' beside the registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.web.rendering import show_moment
from storage.base.vocabulary import USABLE_EVIDENCE
from storage.views.lead_dossier import Dossier
from storage.views.listing_pictures import ListingPicture, first_pictures

_LISTING_PICTURE, _SCREENSHOT, _MARK = (
    "/listing-pictures/{}",
    "/evidence/{}/screenshot.png",
    "/right-files/{}",
)


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """One picture of the page and of the viewer."""

    address: str
    caption: str
    alt: str
    kind: str
    """`listing`, `capture` or `mark`."""
    logo: str = ""
    """What was found of the registered pictures in it, or that this registered one was found; empty where
    nothing was."""


@dataclass(frozen=True, kw_only=True)
class PictureComparison:
    """Both sides of the comparison; the first of each side stands on the page, all in the viewer."""

    evidence: Sequence[ShownPicture]
    """The listing's pictures, then its captures."""
    marks: Sequence[ShownPicture]
    """The registered pictures, those that were found in the goods' first; empty for a mark of words."""
    words: str
    """The mark in words, set large where it has no picture."""
    note: str
    """Why the page shows no picture of the goods; empty where it does."""

    @property
    def first(self) -> ShownPicture | None:
        return self.evidence[0] if self.evidence else None


def first_addresses(session: Session, lead_id: int | None) -> list[str]:
    """Addresses of the pictures that a lead's page shows first."""
    if lead_id is None:
        return []
    first = first_pictures(session, lead_id)
    numbered = (
        (_LISTING_PICTURE, first.picture),
        (_SCREENSHOT, first.capture),
        (_MARK, first.mark),
    )
    return [address.format(number) for address, number in numbered if number is not None]


def read_comparison(dossier: Dossier) -> PictureComparison:
    """The pictures of a lead in the order in which an officer looks at them."""
    names = {file.sha256: file.name for file in dossier.right_files if file.kind == "image"}
    seen_in = _seen_in(dossier.pictures)
    listing = [
        _listing_picture(picture, number, len(dossier.pictures), names)
        for number, picture in enumerate(dossier.pictures, start=1)
    ]
    captures = [
        ShownPicture(
            address=_SCREENSHOT.format(row.id),
            caption=f"网页截图 {show_moment(row.captured_at)}",
            alt=f"网页截图，{show_moment(row.captured_at)}",
            kind="capture",
        )
        for row in dossier.evidence
        if row.state in USABLE_EVIDENCE
    ]
    marks = [
        ShownPicture(
            address=_MARK.format(file.id),
            caption=f"注册图样 {file.name}",
            alt=f"注册图样 {file.name}",
            kind="mark",
            logo=_appears_in(seen_in.get(file.sha256, ())),
        )
        for file in dossier.right_files
        if file.kind == "image"
    ]
    marks.sort(key=lambda mark: not mark.logo)
    return PictureComparison(
        evidence=[*listing, *captures],
        marks=marks,
        words=dossier.right.text,
        note="" if listing else _missing(dossier, bool(captures)),
    )


def _seen_in(pictures: Sequence[ListingPicture]) -> dict[str, list[int]]:
    """Numbers of the listing's pictures in which each registered one stands, by its SHA-256."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, picture in enumerate(pictures, start=1):
        for registered in {logo.registered for logo in picture.logos}:
            numbers[registered].append(number)
    return numbers


def _appears_in(numbers: Sequence[int]) -> str:
    return f"出现在商品图片 {'、'.join(map(str, numbers))}" if numbers else ""


def _listing_picture(
    picture: ListingPicture, number: int, count: int, names: Mapping[str, str]
) -> ShownPicture:
    words = ""
    if picture.logos:
        words = "；".join(
            f"图中有与注册图样{_named(names.get(logo.registered))}相符的图形"
            f"（{logo.agreeing} 个特征点，相似度 {logo.likeness:.0%}）"
            for logo in picture.logos
        )
    elif picture.words:
        words = f"图中读出“{picture.words}”"
    return ShownPicture(
        address=_LISTING_PICTURE.format(picture.id),
        caption=f"商品图片 {number}/{count}",
        alt=f"商品图片 {number}",
        kind="listing",
        logo=words,
    )


def _named(name: str | None) -> str:
    return f" {name} " if name else ""


def _missing(dossier: Dossier, captured: bool) -> str:
    """Why there is no picture of the goods to look at."""
    why = "未取得商品图片" if dossier.listing.images else "网页没有商品图片"
    return f"{why}，以网页截图代替" if captured else why
