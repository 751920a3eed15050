"""Receipts in the database (回执): those that this office gave for packages, and those it got for its letters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row, locking
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.evidence.signing import office_key
from storage.outgoing.notices import allot_number
from storage.people.full_names import full_names
from storage.records.outside.transfer import TransferAnswer
from storage.tables import AuditRow, NoticeRow, TransferReceiptRow, TransferRow
from storage.tables.base import now
from storage.transfers.receipt import FORMAT, Receipt, read_receipt, receipt_file
from storage.transfers.trusted_signers import TrustedSigners

_SERIES = "移送回执"
LONGEST_WORDS = 500
"""Characters of an answer's words; chosen by hand."""


def give_receipt(
    session: Session,
    settings: Settings,
    row: TransferRow,
    *,
    answer: TransferAnswer,
    officer: str,
    words: str = "",
) -> TransferReceiptRow:
    """Sign a receipt for a received package; the same answer twice gives one.

    Raises BadInput for words that are too long, or a refusal without any.
    """
    if len(words) > LONGEST_WORDS:
        raise BadInput("text.too-long", where="words", most=LONGEST_WORDS)
    if answer is TransferAnswer.DECLINED and not words.strip():
        raise BadInput("receipt.no-reason")
    # Of two at once the second one waits, and finds what the first one answered.
    lock_row(session, TransferRow, row.id)
    last = next(iter(given_receipts(session, row.id)), None)
    if last is not None and (last.answer, last.words) == (answer.value, words.strip()):
        return last
    moment = now()
    year = day_of(moment).year
    receipt = Receipt(
        format=FORMAT,
        number=f"{settings.office_short}移回〔{year}〕{allot_number(session, _SERIES, year)}号",
        office=settings.office_name,
        contact=settings.office_contact,
        officer=full_names(session, [officer]).get(officer, officer),
        given_at=moment,
        sender=row.office,
        letter=row.letter_number,
        letter_sha256=row.letter_sha256,
        package_sha256=row.package.sha256,
        leads=len(row.description.leads),
        answer=answer,
        words=words.strip(),
    )
    content = receipt_file(receipt, office_key(settings.home, office=settings.office_name))
    return _keep(session, receipt, content, officer=officer, transfer=row.id)


def given_receipts(session: Session, transfer: int) -> Sequence[TransferReceiptRow]:
    """Receipts given for a package, newest first."""
    query = sa.select(TransferReceiptRow).where(TransferReceiptRow.transfer_id == transfer)
    return session.scalars(query.order_by(TransferReceiptRow.id.desc())).all()


def receipts_of_letter(session: Session, notice: int) -> Sequence[TransferReceiptRow]:
    """Receipts that came for a letter of ours, newest first."""
    query = sa.select(TransferReceiptRow).where(TransferReceiptRow.notice_id == notice)
    newest = (TransferReceiptRow.given_at.desc(), TransferReceiptRow.id.desc())
    return session.scalars(query.order_by(*newest)).all()


def find_receipt(session: Session, number: int) -> TransferReceiptRow:
    """One receipt of either direction. Raises NotFound."""
    row = session.get(TransferReceiptRow, number)
    if row is None:
        raise NotFound("receipt.unknown", receipt=number)
    return row


def take_in_receipt(
    session: Session, data: bytes, where: str, trusted: TrustedSigners, *, officer: str
) -> tuple[TransferReceiptRow, bool]:
    """Keep a receipt that came for a letter of ours; the second value says whether it was here before.

    Raises BadInput for what is no receipt or is forged, NotFound for a letter that is not ours, Refused where
    its signer is unknown, or it names a package that this office did not write.
    """
    signed = read_receipt(data, where)
    receipt = signed.receipt
    letter = sa.select(NoticeRow).where(NoticeRow.number == receipt.letter)
    notice = session.scalar(locking(letter))  # of the same receipt twice the second waits
    if notice is None:
        raise NotFound("receipt.unknown-letter", number=receipt.letter)
    if not signed.is_of(tuple(trusted.offices), trusted.fingerprints):
        raise Refused("receipt.unknown-signer", office=receipt.office, fingerprint=signed.top)
    if receipt.package_sha256 not in _packages(session, notice.id):
        raise Refused("receipt.other-package", number=receipt.letter)
    sha256 = hashlib.sha256(data).hexdigest()
    same = sa.select(TransferReceiptRow).where(TransferReceiptRow.sha256 == sha256)
    if (there := session.scalar(same)) is not None:
        return there, True
    content = data.decode()
    return _keep(session, receipt, content, officer=officer, notice=notice.id), False


def _packages(session: Session, notice: int) -> set[str]:
    """SHA-256 of each package of a letter that was written out, from the audit."""
    query = sa.select(AuditRow).where(
        AuditRow.subject == f"notice:{notice}", AuditRow.act == "notice.package"
    )
    return {str(row.detail.get("package")) for row in session.scalars(query)}


def _keep(
    session: Session,
    receipt: Receipt,
    content: str,
    *,
    officer: str,
    transfer: int | None = None,
    notice: int | None = None,
) -> TransferReceiptRow:
    row = TransferReceiptRow(
        transfer_id=transfer,
        notice_id=notice,
        number=receipt.number,
        office=receipt.office,
        officer=receipt.officer,
        answer=receipt.answer,
        words=receipt.words,
        given_at=receipt.given_at,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        kept_by=officer,
    )
    session.add(row)
    session.flush()
    trail.record(
        session,
        actor=officer,
        act="receipt.give" if notice is None else "receipt.keep",
        subject=f"transfer:{transfer}" if notice is None else f"notice:{notice}",
        number=receipt.number,
        office=receipt.office,
        answer=receipt.answer.value,
        hash=row.sha256,
    )
    return row
