"""权利人提交的材料: a holder hands in certificates for its rights; an administrator takes them over or not."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.outgoing.attachments import MOST_FILES
from storage.records.attachment import Attachment
from storage.rights.certificates import FILE_KIND_NAMES, PAPERS, add_right_file
from storage.rights.holder_answers import LONGEST_NAME
from storage.tables import HolderLinkRow, OfferedPaperRow, RightRow
from storage.tables.base import now

MOST_WAITING = 20
"""Papers of one holder that wait; chosen by hand: more nobody has looked through."""


def rights_of_holder(session: Session, holder_id: str) -> Sequence[RightRow]:
    """The active rights of a holder, by name."""
    query = sa.select(RightRow).where(RightRow.holder_id == holder_id, RightRow.active)
    return session.scalars(query.order_by(RightRow.text, RightRow.id)).all()


def check_offer(
    session: Session, link: HolderLinkRow, right_id: str, kind: str, name: str, files: int
) -> None:
    """Raises BadInput on another holder's right, no kind of paper, no name or no file, Refused where too many wait."""
    if right_id not in {row.id for row in rights_of_holder(session, link.holder_id)}:
        raise BadInput("paper.no-right")
    if kind not in PAPERS:
        raise BadInput("paper.no-kind")
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInput("answer.no-name", characters=LONGEST_NAME)
    if not 0 < files <= MOST_FILES:
        raise BadInput("paper.no-file", files=MOST_FILES)
    if len(papers_of_holder(session, link.holder_id, waiting=True)) + files > MOST_WAITING:
        raise Refused("paper.too-many", most=MOST_WAITING)


def offer_papers(
    session: Session,
    link: HolderLinkRow,
    right_id: str,
    kind: str,
    name: str,
    files: Sequence[Attachment],
) -> None:
    """Keep papers for a right of the link's holder. Raises as `check_offer`."""
    check_offer(session, link, right_id, kind, name, len(files))
    session.add_all(
        OfferedPaperRow(holder_link_id=link.id, right_id=right_id, kind=kind, file=file, name=name)
        for file in files
    )
    trail.record(
        session, actor=f"holder:{link.holder_id}", act="right.paper_offer", subject=f"right:{right_id}",
        kind=kind, attachments=[file.sha256 for file in files], link=link.id,
    )  # fmt: skip


def papers_of_holder(
    session: Session, holder_id: str, *, waiting: bool = False
) -> Sequence[OfferedPaperRow]:
    """What came through a holder's links, the newest first."""
    query = (
        sa.select(OfferedPaperRow)
        .join(HolderLinkRow, HolderLinkRow.id == OfferedPaperRow.holder_link_id)
        .where(HolderLinkRow.holder_id == holder_id)
        .order_by(OfferedPaperRow.id.desc())
    )
    if waiting:
        query = query.where(OfferedPaperRow.accepted.is_(None))
    return session.scalars(query).all()


def waiting_papers(session: Session, right_id: str) -> Sequence[OfferedPaperRow]:
    """The papers of a right that nobody looked at."""
    query = sa.select(OfferedPaperRow).where(
        OfferedPaperRow.right_id == right_id, OfferedPaperRow.accepted.is_(None)
    )
    return session.scalars(query.order_by(OfferedPaperRow.id)).all()


def rights_with_waiting_papers(session: Session) -> Sequence[tuple[RightRow, int]]:
    """(right, papers that wait) of the rights that have any."""
    waiting = (
        sa.select(OfferedPaperRow.right_id, sa.func.count().label("papers"))
        .where(OfferedPaperRow.accepted.is_(None))
        .group_by(OfferedPaperRow.right_id)
        .subquery()
    )
    query = sa.select(RightRow, waiting.c.papers).join(waiting, waiting.c.right_id == RightRow.id)
    rows = session.execute(query.order_by(RightRow.text, RightRow.id))
    return [(right, papers) for right, papers in rows]


def count_waiting_papers(session: Session) -> int:
    """Papers of all holders that nobody looked at."""
    query = sa.select(sa.func.count()).where(OfferedPaperRow.accepted.is_(None))
    return session.scalar(query) or 0


def decide_paper(session: Session, paper_id: int, *, accepted: bool, actor: str) -> str:
    """Put a paper beside its right, or leave it out; gives the right. Raises NotFound, Refused."""
    paper = lock_row(session, OfferedPaperRow, paper_id)
    if paper is None:
        raise NotFound("paper.unknown", paper=paper_id)
    if paper.accepted is not None:
        raise Refused("paper.decided", paper=paper_id, user=paper.decided_by)
    paper.accepted, paper.decided_by, paper.decided_at = accepted, actor, now()
    if accepted:
        add_right_file(session, paper.right_id, paper.kind, paper.file, actor=actor)
    trail.record(
        session, actor=actor, act="right.paper_accept" if accepted else "right.paper_reject",
        subject=f"right:{paper.right_id}", kind=paper.kind, sha256=paper.file.sha256,
    )  # fmt: skip
    return paper.right_id


def paper_kind_names() -> dict[str, str]:
    """The kinds of papers that a holder chooses from."""
    return {kind: FILE_KIND_NAMES[kind] for kind in PAPERS}
