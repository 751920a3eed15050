"""Pasted screenshots (粘贴的截图): kept as materials, read by OCR on this machine, each one offer."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.pictures.ocr import PictureReader
from console.intake.pasted_item import PastedItem
from console.intake.picture_offer import read_offer
from storage.base.database import Database
from storage.base.settings import Settings
from storage.materials.store import Belonging, add_materials, keep_files
from storage.outgoing.attachments import read_attachment
from storage.tables import MaterialOrigin, MaterialRow


def keep_pictures(
    database: Database, settings: Settings, pictures: Sequence[tuple[str, bytes]], *, officer: str
) -> list[MaterialRow]:
    """Keep pasted pictures before anything is made of them. Raises BadInput, StoreUnavailable."""
    files = keep_files(settings, pictures, recordings=False)
    with database.begin() as session:
        return add_materials(
            session, files, Belonging(), origin=MaterialOrigin.PASTE, officer=officer
        )


def read_pictures(
    settings: Settings, materials: Sequence[MaterialRow], *, most: int
) -> list[PastedItem]:
    """The offer that each picture shows; nothing is known of one that cannot be read, or that comes behind
    `most` pictures: the officer sees it and fills it in. Raises NotFound for a file that was changed since it
    came."""
    pictures = [row for row in materials if row.file.type.startswith("image/")]
    if not pictures:
        return []
    with PictureReader(seconds=settings.read_seconds) as reader:
        offers = [
            read_offer(
                reader.read(read_attachment(settings, row.file.sha256)).lines,
                row.file.sha256,
                row.id,
            )
            for row in pictures[:most]
        ]
    unread = [
        PastedItem(text="", picture=row.file.sha256, material=row.id) for row in pictures[most:]
    ]
    return [*offers, *unread]
