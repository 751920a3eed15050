"""注册图样与证书: what an officer compares a listing with, kept beside the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import insert_missing
from storage.base.errors import BadInput, NotFound
from storage.base.settings import Settings
from storage.outgoing.attachments import read_attachment
from storage.records.attachment import Attachment
from storage.tables import RightFileKind, RightFileRow, RightRow

FILE_KIND_NAMES: Mapping[str, str] = {
    RightFileKind.IMAGE: "注册图样",
    RightFileKind.CERTIFICATE: "证书",
    RightFileKind.IDENTITY: "权利人身份证明",
    RightFileKind.LICENCE: "许可、授权文件",
    RightFileKind.EVALUATION: "专利权评价报告",
}
PAPERS = (
    RightFileKind.CERTIFICATE,
    RightFileKind.IDENTITY,
    RightFileKind.LICENCE,
    RightFileKind.EVALUATION,
)
"""Kinds that prove the right (权利证明): a holder's notice names and encloses them."""
PICTURES = frozenset({"image/png", "image/jpeg"})


def add_right_file(
    session: Session, right_id: str, kind: str, file: Attachment, *, actor: str
) -> None:
    """Put a kept file beside a right; the same file twice is once.

    Raises NotFound for an unknown right, BadInput for an unknown kind, an image that is none, and the
    content of a file that stands beside the right as another kind already.
    """
    if session.get(RightRow, right_id) is None:
        raise NotFound("right.unknown", right=right_id)
    if kind not in FILE_KIND_NAMES:
        raise BadInput("right-file.unknown-kind", kind=kind)
    if kind == RightFileKind.IMAGE and file.type not in PICTURES:
        raise BadInput("right-file.no-picture")
    same_content = sa.select(RightFileRow.kind).where(
        RightFileRow.right_id == right_id, RightFileRow.sha256 == file.sha256
    )
    filed_as = session.scalar(same_content)
    if filed_as not in (None, kind):
        raise BadInput("right-file.same-content", right=right_id, kind=FILE_KIND_NAMES[filed_as])
    row = {"right_id": right_id, "kind": kind, "name": file.name, "type": file.type,
           "sha256": file.sha256, "added_by": actor}  # fmt: skip
    insert_missing(session, RightFileRow, [row], ["right_id", "sha256"])
    trail.record(
        session, actor=actor, act="right.file", subject=f"right:{right_id}", kind=kind,
        sha256=file.sha256,
    )  # fmt: skip


def files_of_right(session: Session, right_id: str) -> Sequence[RightFileRow]:
    """The files of a right, pictures first."""
    query = sa.select(RightFileRow).where(RightFileRow.right_id == right_id)
    return session.scalars(query.order_by(RightFileRow.kind.desc(), RightFileRow.id)).all()


def load_right_file(session: Session, file_id: int) -> RightFileRow:
    """One file of a right. Raises NotFound."""
    row = session.get(RightFileRow, file_id)
    if row is None:
        raise NotFound("right-file.unknown", file=file_id)
    return row


def right_pictures(session: Session, settings: Settings) -> dict[str, tuple[bytes, ...]]:
    """The registered pictures (注册图样) of each right, by right id; absent files left out."""
    pictures: dict[str, tuple[bytes, ...]] = {}
    for right_id, hashes in right_picture_hashes(session).items():
        for sha256 in hashes:
            with suppress(NotFound):
                picture = read_attachment(settings, sha256)
                pictures[right_id] = (*pictures.get(right_id, ()), picture)
    return pictures


def right_picture_hashes(session: Session) -> dict[str, tuple[str, ...]]:
    """SHA-256 of the registered pictures of each right, by right id."""
    query = sa.select(RightFileRow.right_id, RightFileRow.sha256)
    hashes: dict[str, tuple[str, ...]] = {}
    for right_id, sha256 in session.execute(
        query.where(RightFileRow.kind == RightFileKind.IMAGE).order_by(RightFileRow.id)
    ):
        hashes[right_id] = (*hashes.get(right_id, ()), sha256)
    return hashes


def remove_right_file(session: Session, file_id: int, *, actor: str) -> str:
    """Take a file away from its right; its content stays among the attachments. Gives the right."""
    row = load_right_file(session, file_id)
    session.delete(row)
    trail.record(
        session, actor=actor, act="right.file_removed", subject=f"right:{row.right_id}",
        sha256=row.sha256,
    )  # fmt: skip
    return row.right_id
