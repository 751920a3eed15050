"""How the audit was last verified (操作留痕校验结果), kept in the data folder, and where the next check begins.

Once a day what was entered since a signed head is verified, and beside it a portion of the older entries in turn; the
whole chain on request. An older head vouches for what it covers, since all up to it was verified before.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.message import Message, message_from_text, message_to_text
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import Read, check_audit, check_portion
from storage.evidence.audit_heads import read_heads
from storage.files.kept_json import keep_json, kept_json, kept_moment
from storage.records.outside.check import Check
from storage.tables import AuditHeadRow
from storage.tables.base import now

_FILE = "audit-check.json"
_EVERY = timedelta(days=1)
"""Between two checks of what is new."""
_PORTION = 20_000
"""Older entries verified beside, less than a second of one core; a million in fifty days."""


@dataclass(frozen=True, kw_only=True)
class AuditOutcome:
    """How one check ended."""

    at: datetime
    number: int
    """Entries that there were."""
    problem: Message | None
    """What did not hold; None where all did."""


@dataclass(frozen=True, kw_only=True)
class KeptAuditChecks:
    """The last checks of either kind, and how far the older entries were read anew."""

    whole: AuditOutcome | None = None
    last: AuditOutcome | None = None
    """Whichever it was; a clock that was put right since tells nothing of the order."""
    portion: int = 0

    @property
    def problem(self) -> Message | None:
        """What did not hold the last time that it was looked at."""
        problems = (outcome.problem for outcome in (self.whole, self.last) if outcome)
        return next((problem for problem in problems if problem is not None), None)

    @property
    def verified(self) -> int:
        """The entry up to which a check found all in order."""
        both = [outcome for outcome in (self.whole, self.last) if outcome is not None]
        return max((outcome.number for outcome in both if outcome.problem is None), default=0)


def read_audit_checks(settings: Settings) -> KeptAuditChecks:
    """Without any where the file cannot be read: then the whole is verified."""
    try:
        stored = kept_json(settings, _FILE)
        return KeptAuditChecks(
            whole=_outcome(stored.get("whole")),
            last=_outcome(stored.get("last")),
            portion=max(0, int(stored.get("portion", 0))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return KeptAuditChecks()


def is_audit_check_due(settings: Settings, at: datetime) -> bool:
    """Whether what is new was not verified for a day."""
    last = read_audit_checks(settings).last
    return last is None or not timedelta() <= at - last.at < _EVERY


def verify_audit(
    database: Database, settings: Settings, *, recent: bool, read: Read | None = None
) -> tuple[Check, ...]:
    """Verify the whole, or what is new where a check that passed and a head allow it; how it ended is kept where
    there is room for it."""
    earlier = read_audit_checks(settings)
    at, number = now(), _newest(database)
    since = _start(settings, earlier.verified) if recent else 0
    checks = check_audit(database, settings, since=since, read=read)
    portion = earlier.portion
    if since and all(check.passed for check in checks):
        portion, older = _check_older(database, portion, since)
        checks += older
    problem = next((check.says for check in checks if not check.passed), None)
    outcome = AuditOutcome(at=at, number=number, problem=problem)
    # What another check found meanwhile stays: a whole one may have failed.
    whole = read_audit_checks(settings).whole if since else outcome
    with suppress(StoreUnavailable):  # what was found is told all the same
        _keep(settings, KeptAuditChecks(whole=whole, last=outcome, portion=portion))
    return checks


def _start(settings: Settings, verified: int) -> int:
    """The newest head up to which everything was verified; 0 without one."""
    try:
        heads = read_heads(settings)
    except StoreUnavailable:
        return 0
    return max((head.number for head in heads if head.number <= verified), default=0)


def _check_older(database: Database, portion: int, since: int) -> tuple[int, tuple[Check, ...]]:
    """The next portion of what the head covers: how far it was read, and the line of one that does not hold, which
    is read again."""
    after = portion if portion < since else 0
    until = min(after + _PORTION, since)
    with database.read() as session:
        problem = check_portion(session, after, until)
    if problem is None:
        return until, ()
    return portion, (Check(Message("check-name.older-entries"), passed=False, says=problem),)


def _newest(database: Database) -> int:
    with database.read() as session:
        head = session.get(AuditHeadRow, 1)
        return head.number if head else 0


def _outcome(stored: Mapping[str, Any] | None) -> AuditOutcome | None:
    if stored is None:
        return None
    problem = stored["problem"]
    return AuditOutcome(
        at=kept_moment(stored["at"]),
        number=int(stored["number"]),
        problem=message_from_text(problem) if problem else None,
    )


def _keep(settings: Settings, checks: KeptAuditChecks) -> None:
    keep_json(
        settings,
        _FILE,
        {
            "whole": _stored(checks.whole),
            "last": _stored(checks.last),
            "portion": checks.portion,
        },
    )


def _stored(outcome: AuditOutcome | None) -> dict[str, object] | None:
    if outcome is None:
        return None
    problem = message_to_text(outcome.problem) if outcome.problem else None
    return {"at": outcome.at.isoformat(), "number": outcome.number, "problem": problem}
