"""The brake on guessing passwords, by account and by address."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.vocabulary import Role
from storage.people.passwords import add_user
from storage.people.sign_in import sign_in
from storage.people.sign_in_brake import (
    BACKOFF,
    FREE_FAILURES,
    FREE_FAILURES_OF_ADDRESS,
    check_wait,
    count_attempt,
)
from storage.tables import AuditRow, SignInAddressRow, UserRow
from storage.tables.base import now

PASSWORD = "correct horse battery"
PROXY = "192.0.2.7"


@pytest.fixture
def office(database: Database) -> Database:
    with database.begin() as session:
        add_user(session, "甲", Role.OFFICER, PASSWORD)
    return database


def refusals(database: Database) -> int:
    with database.read() as session:
        return (
            session.scalar(sa.select(sa.func.count()).where(AuditRow.act == "session.refuse")) or 0
        )


@pytest.mark.both_databases
@pytest.mark.parametrize("earlier", [46, 60, 5000])
def test_the_brake_holds_after_any_number_of_failures(office: Database, earlier: int) -> None:
    with office.begin() as session:
        session.execute(sa.update(UserRow).values(failures=earlier))
    with pytest.raises(Refused, match="wrong user name"):
        sign_in(office, "甲", "wrong")
    assert refusals(office) == 1
    with office.read() as session:
        user = session.scalars(sa.select(UserRow)).one()
        assert user.failures == earlier + 1
        assert user.locked_until is not None
        assert timedelta(minutes=14) < user.locked_until - now() <= BACKOFF.longest
    with pytest.raises(Refused, match="try again in"):
        sign_in(office, "甲", PASSWORD)


def test_a_right_password_is_no_failure(office: Database) -> None:
    for _ in range(FREE_FAILURES + 2):
        assert sign_in(office, "甲", PASSWORD, address=PROXY).secret
    with office.read() as session:
        assert session.scalars(sa.select(UserRow.failures)).all() == [0]
        assert session.scalars(sa.select(SignInAddressRow.failures)).all() == [0]


@pytest.mark.both_databases
def test_an_address_that_guesses_names_and_passwords_has_to_wait(office: Database) -> None:
    with pytest.raises(Refused, match="wrong user name"):
        sign_in(office, "无此人", "guess", address=PROXY)
    with office.begin() as session:
        session.execute(sa.update(SignInAddressRow).values(failures=FREE_FAILURES_OF_ADDRESS - 1))
    with pytest.raises(Refused, match="wrong user name"):
        sign_in(office, "另一人", "guess", address=PROXY)
    with pytest.raises(Refused, match="try again in"):
        sign_in(office, "甲", PASSWORD, address=PROXY)
    assert sign_in(office, "甲", PASSWORD, address="198.51.100.1").secret


def test_an_address_begins_anew_after_an_hour(office: Database) -> None:
    with office.begin() as session:
        session.add(
            SignInAddressRow(address=PROXY, failures=99, last_at=now() - timedelta(hours=2))
        )
    with pytest.raises(Refused, match="wrong user name"):
        sign_in(office, "甲", "wrong", address=PROXY)
    with office.read() as session:
        row = session.get_one(SignInAddressRow, PROXY)
        assert (row.failures, row.locked_until) == (1, None)


def test_who_guesses_behind_links_holds_up_no_other_address(database: Database) -> None:
    with database.begin() as session:
        for _ in range(FREE_FAILURES_OF_ADDRESS):
            count_attempt(session, None, f"link:{PROXY}")
        check_wait(session, None, "link:198.51.100.1")
        with pytest.raises(Refused, match="try again in"):
            check_wait(session, None, f"link:{PROXY}")


def test_a_name_that_nobody_bears_waits_in_the_same_words(database: Database) -> None:
    def words(name: str) -> list[str]:
        codes = []
        for _ in range(6):
            with pytest.raises(Refused) as refusal:
                sign_in(database, name, "wrong password")
            codes.append(refusal.value.message.code)
        return codes

    with database.begin() as session:
        add_user(session, "known", Role.OFFICER, "a long password")
    assert words("nobody") == words("known")
    assert words("nobody")[-1] == "sign-in.wait"
