"""Making the picture of a capture that an alert may carry: the page's top, numbers of persons masked."""

from __future__ import annotations

import io
import logging

from PIL import Image

from classifiers.pictures.ocr import CutLine, PictureReader
from classifiers.pictures.personal_numbers import cover, personal_boxes
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.mail_pictures import (
    keep_mail_picture,
    lacks_mail_picture,
    page_picture,
    without_mail_picture,
)
from storage.pictures.decoding import NotAPicture, opened_picture
from storage.records.picture_reading import OPENED
from storage.tables import EvidenceRow

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 560, 640
"""Pixels of the picture in a mail, chosen by hand: the width of a mail program’s reading pane."""
_ENLARGED = 2
"""Times by which the finished picture is enlarged before it is read again; chosen by hand: what OCR
cannot read then, a person who enlarges it cannot either."""


def make_mail_pictures(database: Database, settings: Settings, *, limit: int = 5) -> int:
    """Make the pictures that waiting leads lack, each kept at once. Returns how many captures."""
    with database.read() as session:
        rows = without_mail_picture(session, settings, limit=limit)
    _make(settings, rows)
    return len(rows)


def make_mail_picture(database: Database, settings: Settings, evidence_id: int) -> None:
    """Make the picture of one capture, where there is none yet."""
    with database.read() as session:
        row = session.get_one(EvidenceRow, evidence_id)
    if lacks_mail_picture(settings, row):
        _make(settings, [row])


def _make(settings: Settings, rows: list[EvidenceRow]) -> None:
    if not rows:
        return
    with PictureReader(seconds=settings.read_seconds) as reader:
        for row in rows:
            jpeg = (
                masked_top(page_picture(settings, row), reader) if settings.read_pictures else None
            )
            keep_mail_picture(settings, row, jpeg)
            if jpeg is None:
                log.info("no picture of capture %s may leave by mail", row.id)


def masked_top(png: bytes, reader: PictureReader) -> bytes | None:
    """The page's top as JPEG of at most 560 × 640 pixels without numbers of persons.

    The page is read at its own size and its numbers are covered; what leaves is read once more. None
    where it cannot be opened or read, or where that reading still finds such a number.
    """
    top = _top(png)
    if top is None:
        return None
    lines = _read(top, reader)
    if lines is None:
        return None
    cover(top, personal_boxes(lines))
    top.thumbnail((WIDTH, HEIGHT))
    remaining = _read(top.resize((top.width * _ENLARGED, top.height * _ENLARGED)), reader)
    if remaining is None or personal_boxes(remaining):
        return None
    return _packed(top, "JPEG")


def _top(png: bytes) -> Image.Image | None:
    try:
        with opened_picture(png, formats=("PNG",)) as page:
            height = min(page.height, page.width * HEIGHT // WIDTH)
            return page.crop((0, 0, page.width, height)).convert("RGB")
    except NotAPicture:
        return None


def _read(image: Image.Image, reader: PictureReader) -> tuple[CutLine, ...] | None:
    """None where reading failed or took too long."""
    text = reader.read(_packed(image, "PNG"))
    return text.lines if text.state in OPENED else None


def _packed(image: Image.Image, kind: str) -> bytes:
    packed = io.BytesIO()
    image.save(packed, kind, **({"quality": 72} if kind == "JPEG" else {"compress_level": 1}))
    return packed.getvalue()
