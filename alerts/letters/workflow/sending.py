"""Sending (发出): only what was approved, only by a person's act, through the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from alerts.letters.files.document_store import keep_document
from alerts.letters.files.enclosures import Enclosures, document_hash, prepare_enclosures
from alerts.letters.files.sealed_copy import (
    check_sealed_copy,
    letter_pages,
    refuse_kept_elsewhere,
)
from alerts.letters.gather.recipients import PUBLIC, Addressee, recipients
from alerts.letters.model.letter_kind import Kind, find_kind
from alerts.letters.render.docx_package import admit_docx, digest
from alerts.letters.workflow.hand_over import read_hand_over
from alerts.letters.workflow.letter_document import approved_facts
from alerts.letters.workflow.unsent_conditions import refuse_fallen
from alerts.mail.envelope import Mail, enclose
from storage.base.errors import BadInput, Refused
from storage.base.office_time import day_of, today
from storage.base.settings import Settings
from storage.base.vocabulary import SENDABLE_NOTICES, SENT_NOTICES, LeadState, NoticeState
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import advance
from storage.outgoing.notices import (
    load_notice,
    move_notice,
    note,
    notice_leads,
    state_name,
)
from storage.outgoing.outbox import put_mail
from storage.records.letter_facts import Facts
from storage.records.letter_record import LetterAnswer, SealedCopy, SealUse, Track
from storage.tables import NoticeRow
from storage.tables.base import now

_SEALED_KINDS = {
    b"%PDF-": ".pdf",
    b"PK\x03\x04": ".docx",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
}
MOST_SEALED_BYTES = 32 * 2**20
"""Bytes of a sealed file, chosen by hand: a colour scan of thirty pages at 300 dpi fits."""


@dataclass(frozen=True, kw_only=True)
class SentMail:
    """One copy in the outbox."""

    id: int | None
    """None when the same copy waits there already."""
    recipient: str


@dataclass(frozen=True, kw_only=True)
class SentNotice:
    """The mails of a letter in the outbox; none where it was handed over otherwise."""

    notice_id: int
    number: str
    mails: tuple[SentMail, ...]
    leads: tuple[int, ...]
    """Leads that moved to 已发函."""


def seal(
    session: Session,
    settings: Settings,
    notice_id: int,
    content: bytes,
    *,
    by: str,
    pages: int | None = None,
) -> str:
    """Record the sealed or signed form (用印件) of an approved letter; its SHA-256.

    `pages` are those of the letter's reading copy, counted before this transaction; else they are
    counted here. Raises BadInput for a file that is no PDF, DOCX or picture, too large, or that cannot
    be this letter's sealed form, Refused for one that is kept for something else.
    """
    row = load_notice(session, notice_id, lock=True)
    suffix = next((s for start, s in _SEALED_KINDS.items() if content.startswith(start)), None)
    if suffix is None or len(content) > MOST_SEALED_BYTES:
        raise BadInput("letter.sealed-file", mebibytes=MOST_SEALED_BYTES >> 20)
    if suffix == ".docx":
        if find_kind(row.kind).sender == "office":
            raise BadInput("letter.sealed-editable")
        admit_docx(content)
    sha256 = digest(content)
    if row.track == Track.HOLDER and row.state is NoticeState.SENT:
        # The holder signs what we sent; the signed file comes back while the letter stays sent.
        note(session, row, actor=by, act="notice.signed", sealed_sha256=sha256)
    else:
        move_notice(
            session, row, NoticeState.SEALED, after=SENDABLE_NOTICES, actor=by, sealed_sha256=sha256
        )
    refuse_kept_elsewhere(session, settings, row, sha256)
    if pages is None:
        pages = letter_pages(session, settings, row.id)
    check_sealed_copy(content, suffix, number=str(row.number), pages=pages)
    keep_document(settings, row.id, content, suffix)
    row.record = replace(row.record, sealed=SealedCopy(sha256=sha256, suffix=suffix, by=by))
    return sha256


def record_seal_use(
    session: Session, notice_id: int, *, by: str, sealed_by: str, sealed_on: date, today: date
) -> None:
    """用印登记: the paper form of an approved letter was sealed, by whom and when.

    A letter that was sealed on paper alone is handed over, not mailed. Raises BadInput without a name
    or for a day to come, Refused before the approval.
    """
    row = load_notice(session, notice_id, lock=True)
    if not sealed_by.strip() or sealed_on > today:
        raise BadInput("letter.seal-use")
    move_notice(
        session,
        row,
        NoticeState.SEALED,
        after=SENDABLE_NOTICES,
        actor=by,
        sealed_by=sealed_by.strip(),
        sealed_on=sealed_on.isoformat(),
    )
    use = SealUse(sealed_by=sealed_by.strip(), sealed_on=sealed_on, by=by)
    row.record = replace(row.record, seal_use=use)


def send(
    session: Session,
    settings: Settings,
    notice_id: int,
    *,
    by: str,
    handed_over: str | None = None,
    handed_over_at: datetime | None = None,
    enclosures: Enclosures | None = None,
) -> SentNotice:
    """Send an approved letter: a holder's notice to the holder for signature, the office's own,
    sealed, to its recipient; `handed_over` records that it went by post, by hand or at a portal, and
    `handed_over_at` when, where that is recorded afterwards: the terms are counted to that moment.

    `enclosures` are those made before this transaction; without them, or where the letter was sealed
    anew since, they are made here. Raises Incomplete where the letter's ground fell away since its
    approval, Refused without approval or seal, or where nobody knows the
    address to send it to.
    """
    row = load_notice(session, notice_id, lock=True)
    if row.state not in SENDABLE_NOTICES:
        raise Refused("letter.not-sendable", notice=row.id, state=state_name(row.state))
    hand_over = read_hand_over(row, handed_over, handed_over_at, by=by)
    refuse_fallen(
        session,
        settings,
        row,
        today=day_of(handed_over_at) if handed_over_at else today(),
        lock=True,
        handed_over_at=handed_over_at,
    )
    kind, facts = find_kind(row.kind), approved_facts(row)
    mails, files = [], {}
    if handed_over is None:
        addressees = recipients(session, kind, facts)
        if enclosures is None or enclosures.of != document_hash(row):
            enclosures = prepare_enclosures(session, settings, row.id)
        mails = [_put(session, settings, row, kind, party, enclosures) for party in addressees]
        files = {file.name: digest(file.content) for file in enclosures.files}
    elif not _is_sealed(row, kind, facts):
        raise Refused("letter.unsealed", notice=row.id)
    row.record = replace(row.record, handed_over=hand_over)
    moved = _advance_leads(session, row, kind, by)
    move_notice(
        session,
        row,
        NoticeState.SENT,
        after=SENDABLE_NOTICES,
        actor=by,
        docx_sha256=row.docx_sha256,
        handed_over=handed_over,
        handed_over_at=handed_over_at.isoformat() if handed_over_at else None,
        mails=[mail.id for mail in mails],
        files=files,
    )
    return SentNotice(
        notice_id=row.id, number=str(row.number), mails=tuple(mails), leads=tuple(moved)
    )


def _is_sealed(row: NoticeRow, kind: Kind, facts: Facts) -> bool:
    """Whether the paper form may be handed over; what is published needs no seal, nor does what a
    holder signs."""
    published = facts.fields.get("audience") == PUBLIC
    sealed = row.record.sealed is not None or row.record.seal_use is not None
    return sealed or published or kind.sender != "office"


def record_answer(session: Session, notice_id: int, *, by: str, receipt: str, remark: str) -> None:
    """Record what came back (回执, 答复): the portal's receipt number, an answer, the service."""
    row = load_notice(session, notice_id, lock=True)
    if not receipt.strip() and not remark.strip():
        raise BadInput("letter.empty-answer")
    after = SENT_NOTICES
    move_notice(
        session, row, NoticeState.ANSWERED, after=after, actor=by, receipt=receipt, answer=remark
    )
    answer = LetterAnswer(receipt=receipt, note=remark, by=by, at=now())
    row.record = replace(row.record, answers=(*row.record.answers, answer))


def withdraw(session: Session, notice_id: int, *, by: str, why: str) -> None:
    """Give up a letter that was not sent; its number is not used again."""
    row = load_notice(session, notice_id, lock=True)
    after = (NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SEALED)
    move_notice(session, row, NoticeState.WITHDRAWN, after=after, actor=by, why=why)


def _put(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    kind: Kind,
    party: Addressee,
    enclosures: Enclosures,
) -> SentMail:
    key = f"letter:{row.id}:{party.address}"
    message = enclose(
        Mail(
            key=key,
            to=party.address,
            at=row.approved_at or now(),
            subject=f"【{kind.name}】{row.number}",
            template="letter",
            facts={
                "name": party.name,
                "kind": kind.name,
                "number": row.number,
                "for_signature": kind.track is Track.HOLDER,
                "sha256": enclosures.of,
                "remark": enclosures.remark,
                "files": [file.name for file in enclosures.files],
            },
            headers={},
        ),
        settings,
    )
    for file in enclosures.files:
        main, _, sub = _media_type(file.name).partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    mail_id = put_mail(session, key=key, kind="letter", message=message, notice_id=row.id)
    return SentMail(id=mail_id, recipient=party.address)


def _media_type(name: str) -> str:
    return {
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".txt": "application/octet-stream",  # as it is: a relay may turn the lines' ends of a text
        ".json": "application/json",
        ".wacz": "application/zip",
    }[name[name.rindex(".") :]]


def _advance_leads(session: Session, row: NoticeRow, kind: Kind, by: str) -> list[int]:
    if not kind.moves_leads:
        return []
    moved = []
    for number in notice_leads(session, row.id):
        if load_lead(session, number).state is LeadState.CONFIRMED:
            advance(session, number, LeadState.NOTICED, actor=by, why=f"文书 {row.number}")
            moved.append(number)
    return moved
