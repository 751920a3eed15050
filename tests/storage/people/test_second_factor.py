"""动态口令: enrolled with the first code, asked at sign-in, no code taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
import time_machine

from storage.base.database import Database
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.passwords import add_user
from storage.people.second_factor import (
    RECOVERY_CODES,
    codes_left,
    drop_factor,
    enrol,
    matching_step,
    new_seed,
    seed_address,
)
from storage.people.sign_in import SignedIn, confirm, find_session, sign_in
from storage.tables import RecoveryCodeRow, UserRow
from tests.databases import migrated_database

PASSWORD = "correct-horse"
START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated_database(Settings(home=tmp_path))
    with opened.begin() as session:
        add_user(session, "甲", Role.OFFICER, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def enrolled(database: Database, home: Path) -> tuple[pyotp.TOTP, list[str]]:
    sealed = new_seed(home, 1)
    address = seed_address(home, 1, "甲", sealed)
    totp = pyotp.parse_uri(address)
    assert isinstance(totp, pyotp.TOTP)
    with database.begin() as session:
        return totp, enrol(session, home, 1, sealed, totp.now())


def half(database: Database) -> SignedIn:
    entered = sign_in(database, "甲", PASSWORD)
    assert entered.half
    assert find_session(database, entered.secret) is None
    return entered


def test_the_next_code_signs_in_and_none_does_so_twice(
    database: Database, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    totp, _ = enrolled(database, tmp_path)
    with pytest.raises(Refused, match="wrong or used"):  # the code of the enrolment is used up
        confirm(database, tmp_path, half(database).secret, totp.now())
    clock.shift(30)
    entered = half(database)
    secret = confirm(database, tmp_path, entered.secret, totp.now())
    officer = find_session(database, secret)
    assert officer is not None
    assert officer.name == "甲"
    assert secret != entered.secret
    with pytest.raises(Refused, match="timed out"):
        confirm(database, tmp_path, entered.secret, totp.now())
    with pytest.raises(Refused, match="wrong or used"):
        confirm(database, tmp_path, half(database).secret, totp.now())


def test_a_right_password_waits_five_minutes_for_its_code(
    database: Database, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    totp, _ = enrolled(database, tmp_path)
    entered = half(database)
    clock.shift(301)
    with pytest.raises(Refused, match="timed out"):
        confirm(database, tmp_path, entered.secret, totp.now())


def test_guessed_codes_soon_have_to_wait_however_often_the_password_is_right(
    database: Database, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    totp, _ = enrolled(database, tmp_path)
    clock.shift(30)
    for guess in ("000000", "12345", "", "一二三四五六"):
        with pytest.raises(Refused, match="wrong or used"):
            confirm(database, tmp_path, half(database).secret, guess)
    with pytest.raises(Refused, match="seconds"):
        sign_in(database, "甲", PASSWORD)
    clock.shift(3600)
    assert confirm(database, tmp_path, half(database).secret, totp.now())


def test_a_recovery_code_signs_in_once_and_is_kept_as_a_hash_only(
    database: Database, tmp_path: Path
) -> None:
    _, codes = enrolled(database, tmp_path)
    assert len(set(codes)) == RECOVERY_CODES
    assert confirm(database, tmp_path, half(database).secret, codes[0].upper())
    with pytest.raises(Refused):
        confirm(database, tmp_path, half(database).secret, codes[0])
    with database.read() as session:
        assert codes_left(session, 1) == RECOVERY_CODES - 1
        hashes = set(session.scalars(sa.select(RecoveryCodeRow.code_hash)))
    assert not hashes & {code.replace("-", "") for code in codes}


def test_an_administrator_takes_a_lost_factor_away(database: Database, tmp_path: Path) -> None:
    enrolled(database, tmp_path)
    with database.begin() as session:
        drop_factor(session, 1, actor="管")
    assert not sign_in(database, "甲", PASSWORD).half
    with database.begin() as session, pytest.raises(Refused):
        drop_factor(session, 1, actor="管")


def test_a_wrong_first_code_or_a_seed_of_somebody_else_enrols_nobody(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as session, pytest.raises(BadInput, match="code is wrong"):
        enrol(session, tmp_path, 1, new_seed(tmp_path, 1), "abcdef")
    with pytest.raises(BadInput, match="another user"):
        seed_address(tmp_path, 1, "甲", new_seed(tmp_path, 2))
    with pytest.raises(BadInput, match="expired"):
        seed_address(tmp_path, 1, "甲", "JBSWY3DPEHPK3PXP")


def test_the_seed_is_not_readable_in_the_database(database: Database, tmp_path: Path) -> None:
    totp, _ = enrolled(database, tmp_path)
    with database.read() as session:
        assert totp.secret not in (session.get_one(UserRow, 1).totp_seed or "")
    (tmp_path / "keys" / "sealing.key").write_bytes(b"x" * 32)
    with pytest.raises(StoreUnavailable, match="bring the key back"):
        confirm(database, tmp_path, half(database).secret, "123456")


def test_clocks_may_differ_by_half_a_minute_and_no_more() -> None:
    seed = "JBSWY3DPEHPK3PXP" * 2
    code = pyotp.TOTP(seed).at(START)
    late = [matching_step(seed, code, START + timedelta(seconds=s)) for s in (-30, 0, 30, 60)]
    assert [step is not None for step in late] == [True, True, True, False]
