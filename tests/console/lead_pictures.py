"""Pictures of a lead's goods and of its right, as the store keeps them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from storage.base.database import Database
from storage.base.settings import Settings
from storage.listings.picture_files import keep_files
from storage.outgoing.attachments import keep_attachment
from storage.rights.certificates import add_right_file
from storage.tables import LeadRow


def png(width: int, height: int) -> bytes:
    """A made-up picture as PNG."""
    image = Image.new("RGB", (width, height), "#efe6d2")
    ImageDraw.Draw(image).ellipse(
        (width // 4, height // 4, width // 2, height // 2), fill="#d9b24c"
    )
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def add_pictures(
    settings: Settings, database: Database, lead: int, *, sizes: tuple[tuple[int, int], ...]
) -> None:
    """Keep a picture of each size as the lead's listing shows it."""
    with database.begin() as session:
        listing = session.get_one(LeadRow, lead).listing_id
        pictures = {f"https://shop.invalid/{w}.png": png(w, h) for w, h in sizes}
        keep_files(session, settings, listing, pictures)


def add_mark_picture(settings: Settings, database: Database) -> None:
    """Put a registered picture beside the office's right."""
    attachment = keep_attachment(settings, "图样.png", png(400, 300))
    with database.begin() as session:
        add_right_file(session, "tianfu-hetao", "image", attachment, actor="管")
