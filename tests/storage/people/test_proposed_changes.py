"""Changes that wait for a second administrator: whose they are, which one is confirmed, what is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.vocabulary import Role
from storage.people.accounts import change_role, set_password
from storage.people.confirmed_changes import confirm_change
from storage.people.passwords import add_user
from storage.people.proposed_changes import pending_changes, refuse_change
from storage.people.security_policy import PROPOSAL
from storage.tables import AuditRow, PendingChangeRow, UserRow
from storage.tables.base import now
from storage.tables.office.security_policy import policy_row
from tests.officers import QUICK_HASH

PASSWORD = "correct horse battery"
PEOPLE = {
    "安": Role.SECURITY_ADMIN,
    "安二": Role.SECURITY_ADMIN,
    "系": Role.SYSTEM_ADMIN,
    "乙": Role.OFFICER,
}


@pytest.fixture
def office(database: Database) -> Database:
    with database.begin() as session:
        for name, role in PEOPLE.items():
            session.add(UserRow(name=name, role=role, password_hash=QUICK_HASH))
        policy_row(session).separate_admins = True
    return database


def propose_role(office: Database, role: Role, name: str = "乙") -> int:
    with office.begin() as session:
        user = session.scalars(sa.select(UserRow).where(UserRow.name == name)).one()
        change_role(session, user.id, role, actor="安")
        return pending_changes(session)[-1].id


def test_a_confirmed_role_is_in_the_audit_with_what_it_was(office: Database) -> None:
    number = propose_role(office, Role.SYSTEM_ADMIN)
    with office.begin() as session:
        confirm_change(session, number, actor="系")
    with office.read() as session:
        entry = session.scalars(sa.select(AuditRow).where(AuditRow.act == "user.role")).one()
    assert (entry.actor, entry.subject) == ("安", "user:乙")
    assert entry.detail == {"was": "officer", "now": "system_admin"}


def test_an_old_page_confirms_no_other_change(office: Database) -> None:
    first = propose_role(office, Role.SYSTEM_ADMIN)
    with office.begin() as session:
        refuse_change(session, first, actor="安")
    second = propose_role(office, Role.AUDIT_ADMIN)
    third = propose_role(office, Role.SECURITY_ADMIN)
    assert len({first, second, third}) == 3
    for number in (first, second):
        with office.begin() as session, pytest.raises(NotFound):
            confirm_change(session, number, actor="系")


def test_what_a_closed_administrator_proposed_is_not_confirmed(office: Database) -> None:
    number = propose_role(office, Role.SYSTEM_ADMIN)
    with office.begin() as session:
        session.execute(sa.update(UserRow).where(UserRow.name == "安").values(active=False))
    for second in ("系", "安二"):
        with office.begin() as session, pytest.raises(Refused, match="no more"):
            confirm_change(session, number, actor=second)


def test_what_nobody_confirmed_in_time_goes_with_the_password_that_it_holds(
    office: Database,
) -> None:
    with office.begin() as session:
        user = session.scalars(sa.select(UserRow).where(UserRow.name == "系")).one()
        set_password(session, user.id, PASSWORD, actor="安")
        session.execute(sa.update(PendingChangeRow).values(proposed_at=now() - PROPOSAL))
    with office.begin() as session:
        (number,) = session.scalars(sa.select(PendingChangeRow.id))
        with pytest.raises(NotFound):
            confirm_change(session, number, actor="系")
    propose_role(office, Role.AUDIT_ADMIN)
    with office.read() as session:
        assert session.scalars(sa.select(PendingChangeRow.act)).all() == ["role"]
        (change,) = pending_changes(session)
    assert change.proposed_at > now() - timedelta(minutes=5)


@pytest.mark.parametrize("name", ["cli", " setup", "system", "public", "oidc", "holder:lvye"])
def test_nobody_bears_a_name_under_which_the_machine_acts(office: Database, name: str) -> None:
    with office.begin() as session, pytest.raises(BadInput, match="no person"):
        add_user(session, name, Role.OFFICER, PASSWORD, actor="安")
