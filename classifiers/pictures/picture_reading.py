"""What was read in a picture (图片研判), as it is stored and as a listing's background holds it."""

from __future__ import annotations

from collections.abc import Callable

from classifiers.pictures.ocr import PictureText
from storage.base.personal.contact_search import mask
from storage.listings.picture_readings import PictureReading
from storage.records import LogoSeen, PictureLine


def as_reading(
    picture_text: PictureText, sha256: str, keep: Callable[[bytes], str]
) -> PictureReading:
    """What was read in the picture of this SHA-256; `keep` takes each cutting and returns its SHA-256.
    Contacts in the text are masked before it is stored (个人信息保护法 §6)."""
    return PictureReading(
        state=picture_text.state,
        lines=tuple(
            PictureLine(
                text=mask(line.text),
                confidence=line.confidence,
                picture=sha256,
                crop=keep(line.crop),
            )
            for line in picture_text.lines
        ),
        logos=seen_logos(picture_text, sha256),
    )


def seen_logos(picture_text: PictureText, sha256: str) -> tuple[LogoSeen, ...]:
    """The registered pictures that lie in the picture of this SHA-256, once for each of their rights."""
    return tuple(
        LogoSeen(
            right=right,
            registered=logo.registered,
            agreeing=logo.agreeing,
            likeness=logo.likeness,
            picture=sha256,
        )
        for logo in picture_text.logos
        for right in logo.rights
    )
