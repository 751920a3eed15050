"""The daily renewal (每日续期): which packages need an archive time-stamp, and giving them one.

A record lies beside its package. Its row says what the newest token rests on, so that a day without
anything to renew reads no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from cryptography import x509
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import Refused, StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.base.vocabulary import EvidenceState
from storage.evidence.entries import EVIDENCE_FOLDER, authorities
from storage.evidence.renewal.algorithms import AlgorithmAges, read_ages
from storage.evidence.renewal.proof_checks import record_path
from storage.evidence.renewal.record import read_record
from storage.evidence.renewal.revocation import collect
from storage.evidence.renewal.round import Renewal, carry_out, plan
from storage.evidence.renewal.stamping import stamp_root
from storage.evidence.renewal.token import (
    TokenFacts,
    certificate_end,
    token_chain,
    token_end,
)
from storage.evidence.timestamp_authority import Authority
from storage.files.vault import Vault, vault_of
from storage.net.address_policy import AddressPolicy
from storage.tables import EvidenceRenewalRow, EvidenceRow

TURN = "archive time-stamps"
"""Name of the turn that a renewal takes: a record extended by two at once would lose a token."""
_A_MONTH = timedelta(days=30)
_AT_ONCE = 1_000
"""Packages under one token; chosen by hand, a tree of a thousand adds ten hashes to each record."""
_GRACE = timedelta(days=7)
"""Days that a new package may be without its first archive time-stamp before that is overdue."""


@dataclass(frozen=True, kw_only=True)
class RenewalCount:
    """How many packages a renewal concerns, by what they need."""

    initial: int = 0
    token: int = 0
    hash: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.initial + self.token + self.hash


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    evidence_id: int
    package: Path
    token_end: datetime | None


def renew(database: Database, settings: Settings, *, dry_run: bool = False) -> RenewalCount:
    """Give every package that needs one an archive time-stamp; how many were given one.

    `dry_run` only counts. Nothing happens where no authority is configured. Raises NotStamped,
    StoreUnavailable; Refused while another renewal of the office is under way.
    """
    stampers = authorities(settings)
    if not stampers:
        return RenewalCount()
    if dry_run:
        return _renew(database, settings, stampers, dry_run=True)
    with turn(database, settings, TURN) as ours:
        if not ours:
            raise Refused("renewal.under-way")
        return _renew(database, settings, stampers, dry_run=False)


def _renew(
    database: Database, settings: Settings, stampers: Sequence[Authority], *, dry_run: bool
) -> RenewalCount:
    ages = read_ages(settings.algorithm_ends)
    horizon = datetime.now(UTC) + settings.renewal_months * _A_MONTH
    with database.read() as session:
        candidates = _candidates(session, settings, ages, horizon)
    vault = vault_of(settings)
    policy = AddressPolicy(settings.allow_addresses) if settings.keep_revocation else None
    count = RenewalCount()
    for start in range(0, len(candidates), _AT_ONCE):
        group = candidates[start : start + _AT_ONCE]
        renewals = _plans(group, vault, ages, horizon)
        if not dry_run:
            renewals = _renew_group(database, group, renewals, stampers, vault, ages, policy)
        count = _sum(count, renewals)
    return count


def overdue(session: Session, settings: Settings, now: datetime) -> int:
    """How many packages have no archive time-stamp after a week, or one that ends within a quarter
    of the time before which it should have been renewed."""
    if not settings.timestamp_urls:
        return 0
    ages = read_ages(settings.algorithm_ends)
    horizon = now + settings.renewal_months * _A_MONTH / 4
    columns = (
        EvidenceRenewalRow.algorithm,
        EvidenceRenewalRow.signature,
        EvidenceRenewalRow.certificate_ends,
    )
    groups = session.execute(sa.select(*columns, sa.func.count()).group_by(*columns)).all()
    late = sum(
        count
        for algorithm, signature, certificate_ends, count in groups
        if _end(algorithm, signature, certificate_ends, ages) <= horizon
    )
    without = session.scalar(
        sa.select(sa.func.count())
        .select_from(EvidenceRow)
        .outerjoin(EvidenceRenewalRow)
        .where(*_packaged(), EvidenceRenewalRow.evidence_id.is_(None))
        .where(EvidenceRow.captured_at < now - _GRACE)
    )
    return late + (without or 0)


def _packaged() -> tuple[sa.ColumnElement[bool], ...]:
    return (EvidenceRow.package.is_not(None), EvidenceRow.state != EvidenceState.DELETED)


def _candidates(
    session: Session, settings: Settings, ages: AlgorithmAges, horizon: datetime
) -> list[_Candidate]:
    rows = session.execute(
        sa.select(EvidenceRow.id, EvidenceRow.folder, EvidenceRow.package, EvidenceRenewalRow)
        .outerjoin(EvidenceRenewalRow)
        .where(*_packaged())
        .order_by(EvidenceRow.id)
    )
    candidates = []
    for evidence_id, folder, package, row in rows:
        ends = _end(row.algorithm, row.signature, row.certificate_ends, ages) if row else None
        if package is not None and (ends is None or ends <= horizon):
            path = settings.home / EVIDENCE_FOLDER / folder / package
            candidates.append(_Candidate(evidence_id=evidence_id, package=path, token_end=ends))
    return candidates


def _end(
    algorithm: str, signature: str, certificate_ends: datetime, ages: AlgorithmAges
) -> datetime:
    """Until when a token proves that rests on these (columns of `EvidenceRenewalRow`)."""
    signature_hash, key = signature.split(" ")
    return min(certificate_ends, ages.end(algorithm), ages.end(signature_hash), ages.key_end(key))


def _plans(
    group: Sequence[_Candidate], vault: Vault, ages: AlgorithmAges, horizon: datetime
) -> list[Renewal]:
    renewals = []
    for candidate in group:
        path = record_path(candidate.package)
        try:
            record = read_record(vault.read(path)) if path.exists() else None
            renewal = plan(
                candidate.evidence_id,
                lambda package=candidate.package: vault.read(package),  # type: ignore[misc]
                record,
                token_end=candidate.token_end,
                ages=ages,
                horizon=horizon,
            )
        except (OSError, ValueError) as error:
            raise StoreUnavailable(
                "evidence.unusable", folder=candidate.package.parent, reason=message_of(error)
            ) from error
        if renewal is not None:
            renewals.append(renewal)
    return renewals


def _renew_group(
    database: Database,
    group: Sequence[_Candidate],
    renewals: Sequence[Renewal],
    stampers: Sequence[Authority],
    vault: Vault,
    ages: AlgorithmAges,
    policy: AddressPolicy | None,
) -> list[Renewal]:
    """Stamp and write; returns those that gained by it: a token that ends no later than the one
    before gives nothing, and is not kept."""
    candidates = {candidate.evidence_id: candidate for candidate in group}
    anchors = [anchor for stamper in stampers for anchor in stamper.anchors]
    revocation = partial(_revocation, anchors, policy)
    renewed = list(carry_out(renewals, partial(stamp_root, stampers), revocation))
    gained = []
    with database.begin() as session:
        for same_token in renewed:
            token = same_token.token
            ends, _ = token_end(token, anchors, ages)
            chain_ends = certificate_end(token, anchors)
            for renewal, data in same_token.records:
                candidate = candidates[renewal.key]
                if renewal.kind == "token" and ends <= (candidate.token_end or ends):
                    continue
                vault.write(record_path(candidate.package), data)
                session.merge(_row(renewal, token, chain_ends))
                gained.append(renewal)
    return gained


def _revocation(
    anchors: Sequence[x509.Certificate], policy: AddressPolicy | None, token: TokenFacts
) -> bytes | None:
    """What the authority's issuers say of its certificates now; None where that may not be asked."""
    if policy is None:
        return None
    return collect(token_chain(token, anchors), policy)


def _row(renewal: Renewal, token: TokenFacts, ends: datetime) -> EvidenceRenewalRow:
    return EvidenceRenewalRow(
        evidence_id=renewal.key,
        algorithm=renewal.algorithm,
        signature=f"{token.signature_hash} {token.key}",
        certificate_ends=ends,
        stamped_at=token.moment,
    )


def _sum(count: RenewalCount, renewals: Sequence[Renewal]) -> RenewalCount:
    kinds = [renewal.kind for renewal in renewals]
    return RenewalCount(
        initial=count.initial + kinds.count("initial"),
        token=count.token + kinds.count("token"),
        hash=count.hash + kinds.count("hash"),
    )
