"""A capture of a lead as far as the console shows it: a row and a long screenshot."""

from __future__ import annotations

from PIL import Image, ImageDraw

from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.manifest import SCREENSHOT
from storage.tables import EvidenceRow
from storage.tables.base import now


def add_capture(settings: Settings, database: Database, lead: int) -> int:
    """Enter a capture whose screenshot is 1280 × 2400 pixels. Gives its number."""
    folder = f"{now():%Y%m%d}-{lead}"
    target = settings.folder(EVIDENCE_FOLDER) / folder / SCREENSHOT
    target.parent.mkdir(parents=True)
    picture(1280, 2400).save(target)
    with database.begin() as session:
        row = EvidenceRow(
            lead_id=lead, url="https://shop.invalid/item/1", state="captured", folder=folder,
            captured_at=now(), manifest_sha256="0" * 64,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def picture(width: int, height: int) -> Image.Image:
    """A page of a made-up shop: a head, a goods' picture, lines of text."""
    image = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height // 20), fill="#c8502a")
    draw.rectangle((40, 180, 640, 780), fill="#efe6d2", outline="#b9a77c", width=4)
    draw.ellipse((190, 330, 490, 630), fill="#d9b24c")
    for line in range(180, height - 100, 60):
        draw.rectangle((700, line, width - 60, line + 22), fill="#d8dde4")
    return image
