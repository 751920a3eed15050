"""Keeping what people hand in (提交材料): hashed as it arrives, under what it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, NotFound
from storage.base.settings import Settings
from storage.materials.file_check import material_type
from storage.outgoing.attachments import keep_content, plain_name
from storage.records.attachment import Attachment
from storage.tables import LeadRow, MaterialOrigin, MaterialRow

MOST_FILES = 10
"""Files of one hand-in; chosen by hand: the screenshots of a conversation."""
LONGEST_WORDS = 20_000
"""Characters of a share text; chosen by hand."""
WORDS_NAME = "分享文字.txt"
"""The name under which a handed-in text is kept."""
ORIGIN_NAMES = {
    MaterialOrigin.PHONE: "手机上传",
    MaterialOrigin.TIP: "群众提交",
    MaterialOrigin.PASTE: "线索导入",
}


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """What a material belongs to; all None while an officer still mends what was read in it."""

    lead_id: int | None = None
    tip_id: int | None = None
    listing_id: int | None = None
    upload_link_id: int | None = None

    @property
    def subject(self) -> str:
        """The audit's word for it."""
        if self.lead_id is not None:
            return f"lead:{self.lead_id}"
        return "paste" if self.tip_id is None else f"tip:{self.tip_id}"


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """A file that may be kept, not written yet."""

    name: str
    type: str
    content: bytes


def keep_files(
    settings: Settings, files: Sequence[tuple[str, bytes]], *, recordings: bool = True
) -> list[Attachment]:
    """Check every file, given by name and content, then keep them all; nothing is kept where one is refused.

    Raises BadInput, StoreUnavailable.
    """
    return keep_checked(settings, check_files(files, recordings=recordings))


def check_files(
    files: Sequence[tuple[str, bytes]], *, recordings: bool = True
) -> list[CheckedFile]:
    """Check every file, given by name and content; nothing is written. Raises BadInput."""
    if len(files) > MOST_FILES:
        raise BadInput("material.too-many", most=MOST_FILES)
    types = [material_type(content, plain_name(name)) for name, content in files]
    if not recordings:
        for (name, _), media_type in zip(files, types, strict=True):
            if not media_type.startswith("image/"):
                raise BadInput("material.only-pictures", name=plain_name(name))
    return [
        CheckedFile(name=name, type=media_type, content=content)
        for (name, content), media_type in zip(files, types, strict=True)
    ]


def check_words(words: str) -> CheckedFile:
    """A share text as a file that may be kept. Raises BadInput."""
    if len(words) > LONGEST_WORDS:
        raise BadInput("text.too-long", where=WORDS_NAME, most=LONGEST_WORDS)
    content = words.encode("utf-8", "replace")
    return CheckedFile(name=WORDS_NAME, type="text/plain", content=content)


def keep_checked(settings: Settings, files: Sequence[CheckedFile]) -> list[Attachment]:
    """Write checked files. Raises StoreUnavailable."""
    return [keep_content(settings, file.name, file.type, file.content) for file in files]


def add_materials(
    session: Session,
    files: Sequence[Attachment],
    belonging: Belonging,
    *,
    origin: MaterialOrigin,
    officer: str | None,
) -> list[MaterialRow]:
    """Record files as handed in now; the audit keeps each hash."""
    rows = []
    for file in files:
        row = MaterialRow(
            origin=origin,
            lead_id=belonging.lead_id,
            tip_id=belonging.tip_id,
            listing_id=belonging.listing_id,
            upload_link_id=belonging.upload_link_id,
            file=file,
            officer=officer,
        )
        session.add(row)
        session.flush()
        trail.record(session, actor=officer or "public", act="material.receive",
                     subject=belonging.subject, file=file.name, hash=file.sha256)  # fmt: skip
        rows.append(row)
    return rows


def assign_to_listing(session: Session, number: int, listing_id: int, *, officer: str) -> None:
    """Say which listing was entered from a picture: one of a tip, or one that this officer pasted."""
    session.execute(
        sa.update(MaterialRow)
        .where(MaterialRow.id == number, MaterialRow.lead_id.is_(None))
        .where(sa.or_(MaterialRow.officer == officer, MaterialRow.tip_id.is_not(None)))
        .values(listing_id=listing_id)
    )


def own_materials(
    session: Session, numbers: Collection[int], *, officer: str
) -> dict[int, MaterialRow]:
    """Those of these materials from which an officer may enter listings: a tip's and her own."""
    query = sa.select(MaterialRow).where(MaterialRow.id.in_(numbers))
    mine = sa.or_(MaterialRow.officer == officer, MaterialRow.tip_id.is_not(None))
    return {row.id: row for row in session.scalars(query.where(mine))}


def find_material(session: Session, number: int) -> MaterialRow:
    """One material. Raises NotFound."""
    row = session.get(MaterialRow, number)
    if row is None:
        raise NotFound("material.unknown", material=number)
    return row


def materials_of_leads(session: Session, leads: Collection[int]) -> dict[int, list[MaterialRow]]:
    """Lead → what was handed in on it or on its listing, the newest first; one statement."""
    query = (
        sa.select(LeadRow.id, MaterialRow)
        .join(
            MaterialRow,
            sa.or_(MaterialRow.lead_id == LeadRow.id, MaterialRow.listing_id == LeadRow.listing_id),
        )
        .where(LeadRow.id.in_(leads))
        .order_by(MaterialRow.id.desc())
    )
    by_lead: dict[int, list[MaterialRow]] = {lead: [] for lead in leads}
    for lead, row in session.execute(query):
        by_lead[lead].append(row)
    return by_lead


def materials_of_tips(session: Session, tips: Collection[int]) -> dict[int, list[MaterialRow]]:
    """Tip → its materials in the order in which they came."""
    query = sa.select(MaterialRow).where(MaterialRow.tip_id.in_(tips)).order_by(MaterialRow.id)
    by_tip: dict[int, list[MaterialRow]] = {}
    for row in session.scalars(query):
        if row.tip_id is not None:
            by_tip.setdefault(row.tip_id, []).append(row)
    return by_tip
