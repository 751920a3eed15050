"""官方开放接口的密钥与额度: what a platform gave the office, what the office accepted, calls a day.

An API is off until its keys are there and somebody of the office confirmed that its terms are accepted. Keys
lie sealed (`storage/files/sealed_secrets.py`); nothing shows or logs them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import insert_missing
from storage.base.message import Message
from storage.base.office_time import today
from storage.files.sealed_secrets import seal, unseal
from storage.tables import ApiAccessRow, ApiUsageRow
from storage.tables.base import now

OFFICE_APIS = "apis"
"""Folder of the data folder with the office's own descriptions."""


@dataclass(frozen=True, kw_only=True)
class ApiAccess:
    """The office's access to one API, without its keys."""

    name: str
    has_keys: bool = False
    keys_at: datetime | None = None
    terms: str | None = None
    """Hash of the confirmed terms."""
    terms_by: str | None = None
    terms_at: datetime | None = None
    budget: int | None = None
    tried_at: datetime | None = None
    answer: Message | None = None
    calls_today: int = 0

    def accepts(self, terms: str) -> bool:
        """Whether these very terms were confirmed."""
        return self.terms == terms


def terms_hash(terms: Iterable[tuple[str, str]]) -> str:
    """Hash of titles and addresses of terms: what a confirmation stands for."""
    return hashlib.sha256(json.dumps(list(terms), ensure_ascii=False).encode()).hexdigest()


def load_access(session: Session, name: str) -> ApiAccess:
    """The access to one API; an empty one where nothing was entered."""
    return list_access(session).get(name) or ApiAccess(name=name)


def list_access(session: Session) -> dict[str, ApiAccess]:
    """The access to every API for which something was entered or asked today."""
    usage = sa.select(ApiUsageRow.name, ApiUsageRow.calls).where(ApiUsageRow.day == today())
    calls = {row.name: row.calls for row in session.execute(usage)}
    access = {
        row.name: ApiAccess(
            name=row.name,
            has_keys=row.sealed is not None,
            keys_at=row.keys_at,
            terms=row.terms,
            terms_by=row.terms_by,
            terms_at=row.terms_at,
            budget=row.budget,
            tried_at=row.tried_at,
            answer=row.answer,
            calls_today=calls.get(row.name, 0),
        )
        for row in session.scalars(sa.select(ApiAccessRow))
    }
    asked = {name: ApiAccess(name=name, calls_today=number) for name, number in calls.items()}
    return {**asked, **access}


def load_keys(session: Session, home: Path, name: str) -> dict[str, str]:
    """The keys in clear, for a call that is made now; empty without any. Raises StoreUnavailable."""
    row = session.get(ApiAccessRow, name)
    if row is None or row.sealed is None:
        return {}
    return dict(json.loads(unseal(home, row.sealed)))


def save_keys(
    session: Session, home: Path, name: str, keys: Mapping[str, str], *, actor: str
) -> None:
    """Store or replace an API's keys. Raises StoreUnavailable."""
    row = _row(session, name)
    row.sealed, row.keys_at = seal(home, json.dumps(dict(keys), ensure_ascii=False)), now()
    row.tried_at, row.answer = None, None
    trail.record(session, actor=actor, act="api.keys", subject=f"api:{name}", names=sorted(keys))


def forget_keys(session: Session, name: str, *, actor: str) -> None:
    """Remove an API's keys; it is off then."""
    row = _row(session, name)
    row.sealed, row.keys_at, row.tried_at, row.answer = None, None, None, None
    trail.record(session, actor=actor, act="api.forget", subject=f"api:{name}")


def confirm_terms(session: Session, name: str, terms: str, *, actor: str) -> None:
    """Enter that the office has accepted the terms with this hash."""
    row = _row(session, name)
    row.terms, row.terms_by, row.terms_at = terms, actor, now()
    trail.record(session, actor=actor, act="api.terms", subject=f"api:{name}")


def set_budget(session: Session, name: str, budget: int | None, *, actor: str) -> None:
    """Set the calls a day; None returns to the description's number."""
    _row(session, name).budget = budget
    trail.record(session, actor=actor, act="api.budget", subject=f"api:{name}", budget=budget)


def keep_trial(session: Session, name: str, answer: Message) -> None:
    """Keep what a trial gave."""
    row = _row(session, name)
    row.tried_at, row.answer = now(), answer


def take_call(session: Session, name: str, budget: int) -> bool:
    """Count one call of today against the budget that all runs share; False when it is used up."""
    insert_missing(
        session, ApiUsageRow, [{"name": name, "day": today(), "calls": 0}], ["name", "day"]
    )
    counted = session.execute(
        sa.update(ApiUsageRow)
        .where(ApiUsageRow.name == name, ApiUsageRow.day == today(), ApiUsageRow.calls < budget)
        .values(calls=ApiUsageRow.calls + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(counted.rowcount)  # type: ignore[attr-defined]


def _row(session: Session, name: str) -> ApiAccessRow:
    row = session.get(ApiAccessRow, name)
    if row is None:
        row = ApiAccessRow(name=name)
        session.add(row)
        session.flush()
    return row
