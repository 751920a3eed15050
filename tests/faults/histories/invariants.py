"""What holds after every step of a history, whatever struck it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.files.document_store import read_document
from storage.base.errors import HubiaoError
from storage.base.vocabulary import UNDO, EvidenceState, MailState, NoticeState, Verdict
from storage.evidence.audit_chain_check import check_audit
from storage.tables import (
    AuditRow,
    DecisionRow,
    EvidenceRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    NoticeRow,
    OutboxRow,
)
from tests.faults.histories.office import Office

DECIDED = frozenset(Verdict)
_ENDING_SECONDS = 30
"""In which a browser whose driver died has ended on a busy machine; chosen by hand."""


def violations(office: Office) -> list[str]:
    """A line for each thing that does not hold."""
    with office.database() as database:
        broken = [
            f"audit: {check.name} {check.says}"
            for check in check_audit(database, office.settings)
            if not check.passed
        ]
        with database.read() as session:
            for rule in (_sound, _listings, _leads, _decisions, _alerts, _letters, _evidence):
                broken += rule(office, session)
            broken += _mails(office, session)
    return broken


def remaining_browsers(scratch: Path) -> int:
    """Processes that still have their files in a folder, once they have had their time to end."""
    deadline = time.monotonic() + _ENDING_SECONDS
    while (remain := _processes_of(scratch)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return remain


def _processes_of(scratch: Path) -> int:
    mark = f"TMPDIR={scratch}".encode()
    count = 0
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            count += mark in environment.read_bytes().split(b"\0")
    return count


def _evidence(office: Office, session: Session) -> Iterator[str]:
    """A capture that is a row is whole on the disk, and no browser that died has made a failed one."""
    for row in session.scalars(sa.select(EvidenceRow)):
        if row.state is EvidenceState.FAILED:
            yield f"capture {row.id} failed: {row.facts.error}"
        elif not (
            office.settings.home / "evidence" / row.folder / "evidence/manifest.json"
        ).exists():
            yield f"capture {row.id} has no manifest"


def _sound(_office: Office, session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name != "sqlite":
        return
    for pragma in ("quick_check", "foreign_key_check"):
        rows = session.execute(sa.text(f"PRAGMA {pragma}")).all()
        if rows and rows != [("ok",)]:
            yield f"{pragma}: {rows[0]}"


def _listings(office: Office, session: Session) -> Iterator[str]:
    """No acknowledged listing is lost or doubled; an act of unknown end left the old or the new."""
    stored = dict(
        session.execute(
            sa.select(ListingRow.key, ListingRow.title).where(ListingRow.version_id.is_not(None))
        ).all()
    )
    for key, titles in office.listings.items():
        if key not in stored:
            if "" not in titles:
                yield f"listing {key} is lost"
        elif stored[key] not in titles:
            yield f"listing {key} is {stored[key]!r}, not one of {titles}"
    for key in stored.keys() - office.listings.keys():
        yield f"listing {key} came from nowhere"
    orphans = session.scalar(
        sa.select(sa.func.count())
        .select_from(ListingRow)
        .outerjoin(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingVersionRow.id.is_(None))
    )
    if orphans:
        yield f"{orphans} listings without a version"


def _leads(_office: Office, session: Session) -> Iterator[str]:
    pairs = Counter(map(tuple, session.execute(sa.select(LeadRow.listing_id, LeadRow.right_id))))
    yield from (f"lead {pair} is doubled" for pair, count in pairs.items() if count > 1)
    opened = Counter(
        session.scalars(sa.select(AuditRow.subject).where(AuditRow.act == "lead.open")).all()
    )
    leads = {f"lead:{number}" for number in session.scalars(sa.select(LeadRow.id))}
    if opened != Counter(leads):
        yield f"opened leads by the audit {sorted(opened)} are not those stored {sorted(leads)}"


def _decisions(office: Office, session: Session) -> Iterator[str]:
    """An acknowledged decision stands once, a refused one never; the lead says what was decided last."""
    notes = Counter(session.scalars(sa.select(DecisionRow.note)).all())
    for note, acknowledged in office.decisions.items():
        count = notes[note]
        if count > 1 or (acknowledged is not None and count != acknowledged):
            yield f"decision {note} stands {count} times, acknowledged {acknowledged}"
    last = {
        row.lead_id: row for row in session.scalars(sa.select(DecisionRow).order_by(DecisionRow.id))
    }
    for lead in session.scalars(sa.select(LeadRow)):
        decision = last.get(lead.id)
        decided = decision is not None and decision.verdict != UNDO
        if decided and lead.state in DECIDED and lead.state != decision.verdict:  # type: ignore[union-attr]
            yield f"lead {lead.id} is {lead.state}, decided {decision.verdict}"  # type: ignore[union-attr]
        if not decided and lead.state in DECIDED and lead.state != decision_before(session, lead):
            yield f"lead {lead.id} is {lead.state} without a verdict"


def decision_before(session: Session, lead: LeadRow) -> str | None:
    """State in which an undone verdict was given, None without an undo."""
    undo = session.scalars(
        sa.select(DecisionRow)
        .where(DecisionRow.lead_id == lead.id, DecisionRow.verdict == UNDO)
        .order_by(DecisionRow.id.desc())
        .limit(1)
    ).one_or_none()
    return session.get_one(DecisionRow, undo.undoes).from_state if undo else None


def _alerts(_office: Office, session: Session) -> Iterator[str]:
    """A confirmation and its mail come together; a verdict taken back has its mail back or corrected."""
    mails = {mail.key: mail for mail in session.scalars(sa.select(OutboxRow))}
    undone = set(session.scalars(sa.select(DecisionRow.undoes).where(DecisionRow.verdict == UNDO)))
    confirmed = session.scalars(
        sa.select(DecisionRow).where(DecisionRow.verdict == Verdict.CONFIRMED)
    )
    for decision in confirmed:
        mail = mails.pop(f"alert:{decision.id}", None)
        correction = mails.pop(f"correction:{decision.id}", None)
        if mail is None:
            yield f"confirmation {decision.id} has no alert"
        elif decision.id in undone:
            withdrawn = mail.state in (MailState.WITHDRAWN, MailState.FAILED) or mail.recalled
            if not withdrawn and correction is None:
                yield f"undone confirmation {decision.id}: alert {mail.state}, no correction"
        elif mail.state is MailState.WITHDRAWN or correction is not None:
            yield f"confirmation {decision.id} stands, but its alert is taken back"
    yield from (f"mail {key} belongs to nothing" for key in mails if not key.startswith("letter"))


def _letters(office: Office, session: Session) -> Iterator[str]:
    issued = (NoticeState.APPROVED, NoticeState.SEALED, NoticeState.SENT)
    for notice in session.scalars(sa.select(NoticeRow)):
        if (notice.state in issued) != (notice.number is not None):
            yield f"letter {notice.id} is {notice.state} with the number {notice.number}"
        if notice.number is not None:
            try:
                read_document(office.settings, notice.id, str(notice.docx_sha256))
            except HubiaoError as error:
                yield f"letter {notice.id}: {error}"
        mails = session.scalar(sa.select(sa.func.count()).where(OutboxRow.notice_id == notice.id))
        if (notice.state is NoticeState.SENT) != bool(mails):
            yield f"letter {notice.id} is {notice.state} with {mails} mails"


def _mails(office: Office, session: Session) -> Iterator[str]:
    """What the outbox says of a mail, and what the relay accepted."""
    accepted = office.relay.accepted()
    unanswered = office.relay.unanswered()
    more_copies = 0
    for mail in session.scalars(sa.select(OutboxRow)):
        copies = accepted.pop(mail.message_id, 0)
        if mail.state is MailState.SENT and not copies:
            yield f"mail {mail.id} is sent, but never arrived"
        if mail.state in (MailState.WITHDRAWN, MailState.FAILED) and copies:
            yield f"mail {mail.id} is {mail.state}, but arrived"
        again = copies - 1 - unanswered[mail.message_id]
        more_copies += max(again, 0)
        if again > 0 and more_copies > office.broken_sendings:
            yield (
                f"mail {mail.id} arrived {copies} times after {unanswered[mail.message_id]} lost"
                f" answers and {office.broken_sendings} broken sendings of all"
            )
        if copies > 1 and mail.kind == "letter":
            yield f"letter mail {mail.id} arrived {copies} times"
    yield from (f"mail {message} is not in the outbox" for message in accepted)
