"""Checking the audit (操作留痕校验): an entry edited, deleted, reordered or cut off is found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.chain import ChainBreak, walk_chain
from storage.audit.trail import GENESIS
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState
from storage.evidence.audit_heads import ACT, SIGNATURE, SIGNER, STATEMENT, AuditHead, read_heads
from storage.evidence.audited.columns import COLUMNS, AuditEntry, is_storable
from storage.evidence.audited.last_values import LastValues
from storage.evidence.audited.verdicts import check_approvals, check_decisions
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.manifest import MANIFEST, token_path
from storage.evidence.package_entries import CheckFailed
from storage.evidence.signing import signature_holds
from storage.evidence.timestamp_authority import NotStamped, check_token
from storage.evidence.trust import anchor_of, home_anchors, read_anchors
from storage.files.vault import vault_of
from storage.records.outside.check import Check
from storage.tables import AuditHeadRow, AuditRow, EvidenceRow

_CAPTURED = "evidence.captured"
_CAPTURE = (
    EvidenceRow.id, EvidenceRow.state, EvidenceRow.folder, EvidenceRow.manifest_sha256,
    EvidenceRow.previous_sha256,
)  # fmt: skip
_BATCH = 1_000
"""Rows fetched at once."""
Read = Callable[[int], None]
"""Gets how many entries were read so far."""
_TOLD_EVERY = 5_000
"""Entries between two words of how many were read; chosen by hand."""


def check_audit(
    database: Database, settings: Settings, *, since: int = 0, read: Read | None = None
) -> tuple[Check, ...]:
    """Every check as one line; the audit holds only if all passed.

    With `since` only the entries behind the head of that number, and the rows that they are about: what a signed head
    vouches for is not computed anew.
    """
    with database.read() as session:
        if not database.is_sqlite:  # there a reading transaction sees one state anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        return audit_checks(session, settings, since=since, read=read)


def audit_checks(
    session: Session, settings: Settings, *, since: int = 0, read: Read | None = None
) -> tuple[Check, ...]:
    """The checks of what one transaction sees: no act may come between an entry's reading and its row's."""
    last_values = LastValues(session, recent=since > 0)
    return (
        _check(Message("check-name.entries"), partial(_entries, session, last_values, since, read)),
        _check(Message("check-name.newest-entry"), partial(_newest, session)),
        *_heads(session, settings, since),
        _check(Message("check-name.evidence"), partial(_evidence, session, settings, since)),
        _check(Message("check-name.decisions"), partial(check_decisions, session, since)),
        _check(Message("check-name.approvals"), partial(check_approvals, session, since)),
        *(
            _check(
                Message("check-name.column", {"column": column.name}),
                partial(last_values.compare, column),
            )
            for column in COLUMNS
        ),
    )


def _check(name: Message, check: Callable[[], Message]) -> Check:
    try:
        return Check(name=name, passed=True, says=check())
    except CheckFailed as failure:
        return Check(name=name, passed=False, says=failure.message)


def check_portion(session: Session, after: int, until: int) -> Message | None:
    """What is wrong with the chain behind one entry up to another one; None where it holds and reaches that one."""
    last = after
    with closing(walk_chain(session, after=after, until=until)) as entries:
        for row, broken in entries:
            if broken is not None:
                return Message(broken.code, {"number": broken.number})
            last = row.id
    return None if last == until else Message("check.entry-missing", {"number": last + 1})


def _entries(session: Session, last_values: LastValues, since: int, read: Read | None) -> Message:
    """The chain holds; all that the entries say is taken up, whether it does or not."""
    count = 0
    broken: ChainBreak | None = None
    for row, broken_so_far in walk_chain(session, after=since):
        count, broken = count + 1, broken_so_far
        last_values.read(
            AuditEntry(number=row.id, act=row.act, subject=row.subject, detail=row.detail)
        )
        if read is not None and count % _TOLD_EVERY == 0:
            read(count)
    if broken is not None:
        raise CheckFailed(broken.code, number=broken.number)
    return Message("check.entries", {"count": count})


def _newest(session: Session) -> Message:
    last = session.execute(
        sa.select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1)
    ).first()
    head = session.get(AuditHeadRow, 1)
    expected = (head.number, head.hash) if head else (0, GENESIS)
    newest = (last.id, last.hash) if last else (0, GENESIS)
    if expected[0] > newest[0]:
        raise CheckFailed("check.entries-cut-off", first=newest[0] + 1, last=expected[0])
    if expected != newest:
        raise CheckFailed("check.entry-not-newest", number=newest[0])
    return Message("text", {"text": f"{newest[0]}, {newest[1]}"})


def _heads(session: Session, settings: Settings, since: int) -> Iterator[Check]:
    """Each head, those before `since` aside; that none is missing is asked of all."""
    name = Message("check-name.heads")
    try:
        heads = read_heads(settings)
    except StoreUnavailable as error:
        yield Check(name=name, passed=False, says=error.message)
        return
    yield _check(name, partial(_all_there, session, heads))
    for head in (head for head in heads if head.number >= since):
        moment = f"{head.at:%Y-%m-%d %H:%M}"
        yield _check(
            Message("check-name.head-of", {"moment": moment}),
            partial(_head, session, settings, head),
        )


def _all_there(session: Session, heads: list[AuditHead]) -> Message:
    """Each head that was stated was entered as an act: its file must still be there."""
    entered = set(session.scalars(sa.select(AuditRow.subject).where(AuditRow.act == ACT)))
    missing = entered - {f"audit:{head.number}" for head in heads}
    if missing:
        raise CheckFailed("check.head-missing", number=min(missing).partition(":")[2])
    return Message("check.heads" if heads else "check.no-head", {"count": len(heads)})


def _head(session: Session, settings: Settings, head: AuditHead) -> Message:
    value = session.scalar(sa.select(AuditRow.hash).where(AuditRow.id == head.number))
    if value is None:
        raise CheckFailed("check.entry-gone", number=head.number)
    if value != head.hash:
        raise CheckFailed("check.entry-not-signed", number=head.number)
    data = (head.folder / STATEMENT).read_bytes()
    _check_signature(settings, head, data)
    stamped = _check_tokens(settings, head, data)
    return Message(
        "check.head",
        {"entries": head.number, "stamped": stamped, "authorities": len(head.authorities)},
    )


def _check_signature(settings: Settings, head: AuditHead, data: bytes) -> None:
    try:
        leaf, *between = certificates_in((head.folder / SIGNER).read_bytes())
        signature = (head.folder / SIGNATURE).read_bytes()
    except (OSError, ValueError) as error:
        raise CheckFailed("check.head-signature-unreadable", reason=message_of(error)) from error
    if anchor_of(leaf, between, home_anchors(settings.home), head.at) is None:
        raise CheckFailed("check.head-unknown-signer")
    if not signature_holds(leaf, signature, data):
        raise CheckFailed("check.head-signature-broken")


def _check_tokens(settings: Settings, head: AuditHead, data: bytes) -> int:
    anchors = read_anchors(Path(path) for path in settings.timestamp_anchors)
    stamped = [n for n in range(1, len(head.authorities) + 1) if n not in head.waiting]
    for number in stamped:
        try:
            check_token((head.folder / token_path(number)).read_bytes(), data, anchors)
        except NotStamped as error:
            raise CheckFailed("check.head-stamp", number=number, reason=error.message) from error
    return len(stamped)


def _evidence(session: Session, settings: Settings, since: int) -> Message:
    """Each capture names the manifest before it, and its own manifest is still what it was; with `since` from the
    first capture on that an entry behind it enters."""
    vault = vault_of(settings)
    first = _first_capture(session, since) if since else 0
    if first is None:
        return Message("check.captures", {"count": 0})
    captured = EvidenceRow.manifest_sha256.is_not(None)
    before = sa.select(EvidenceRow.manifest_sha256).where(captured, EvidenceRow.id < first)
    previous = session.scalar(before.order_by(EvidenceRow.id.desc()).limit(1))
    count = 0
    query = sa.select(*_CAPTURE).where(captured, EvidenceRow.id >= first).order_by(EvidenceRow.id)
    for row in session.execute(query.execution_options(yield_per=_BATCH)):
        count += 1
        if row.previous_sha256 != previous:
            raise CheckFailed("check.evidence-not-following", evidence=row.id)
        previous = row.manifest_sha256
        if row.state is EvidenceState.DELETED:
            _check_deleted(session, row)
            continue
        path = settings.home / EVIDENCE_FOLDER / row.folder / MANIFEST
        try:
            actual = hashlib.sha256(vault.read(path)).hexdigest()
        except OSError:
            raise CheckFailed("check.evidence-missing", evidence=row.id, path=path) from None
        if actual != previous:
            raise CheckFailed("check.evidence-changed", evidence=row.id, path=path)
    entered = session.scalar(sa.select(sa.func.count()).where(AuditRow.act == _CAPTURED))
    if not since and entered != count:
        raise CheckFailed("check.captures-counted", entered=entered, count=count)
    return Message("check.captures", {"count": count})


def _first_capture(session: Session, since: int) -> int | None:
    """The least number of the captures that entries behind a number enter; None without any."""
    entries = session.execute(
        sa.select(AuditRow.subject, AuditRow.detail).where(
            AuditRow.act == _CAPTURED, AuditRow.id > since
        )
    )
    numbers: list[int] = []
    for subject, detail in entries:
        named = detail.get("evidence") if isinstance(detail, dict) else None
        with suppress(ValueError):  # an entry that somebody changed may hold anything
            number = int(str(named or subject.partition(":")[2]))
            if is_storable(number):
                numbers.append(number)
    return min(numbers, default=None)


def _check_deleted(session: Session, row: sa.Row[*tuple[Any, ...]]) -> None:
    act, subject = "evidence.deleted", f"evidence:{row.id}"
    entered = sa.select(AuditRow.id).where(AuditRow.act == act, AuditRow.subject == subject)
    if session.scalar(entered) is None:
        raise CheckFailed("check.deletion-not-entered", evidence=row.id)
