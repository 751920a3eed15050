"""固证截图 in an alert: the top of the page as it was captured, small enough for any mailbox."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.base.settings import Settings
from storage.evidence.manifest import SCREENSHOT
from storage.files.vault import vault_of
from storage.leads.citable_captures import assessed_listing, find_captures

WIDTH, HEIGHT = 560, 640
"""Pixels of the picture in a mail, chosen by hand: the width of a mail program’s reading pane."""
MOST_PIXELS = 40_000_000
"""Pixels, chosen by hand: a longer page is left out, since decoding it would keep the officer waiting
for the verdict."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A captured page's top, as JPEG, with what identifies the capture."""

    jpeg: bytes
    captured_at: datetime
    manifest_sha256: str


def lead_picture(session: Session, settings: Settings, lead_id: int) -> Picture | None:
    """The newest capture of a lead that shows the mark on the assessed listing, as letters cite it;
    None when there is none that can be shown."""
    assessed = assessed_listing(session, lead_id)
    if assessed is None:
        return None
    capture = find_captures(session, settings, {lead_id: assessed})[lead_id].cited
    if capture is None or capture.row.manifest_sha256 is None:
        return None
    row = capture.row
    path = settings.home / "evidence" / row.folder / SCREENSHOT
    jpeg = _top(vault_of(settings).read(path)) if path.is_file() else None
    if jpeg is None:
        return None
    return Picture(jpeg=jpeg, captured_at=row.captured_at, manifest_sha256=str(row.manifest_sha256))


def _top(png: bytes) -> bytes | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as full:
            if full.width * full.height > MOST_PIXELS:
                return None
            height = min(full.height, full.width * HEIGHT // WIDTH)
            top = full.crop((0, 0, full.width, height)).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return None
    top.thumbnail((WIDTH, HEIGHT))
    packed = io.BytesIO()
    top.save(packed, "JPEG", quality=72)
    return packed.getvalue()
