from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.vocabulary import Role
from storage.people.guessable_passwords import is_guessable
from storage.people.passwords import add_user


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "PASSWORD",
        "qwertyui",
        "1qaz2wsx",
        "hubiao2026",
        "Hubiao@2026!",
        "lixiaoming1998",
        "admin-admin",
    ],
)
def test_what_is_guessed_first_is_guessable(password: str) -> None:
    assert is_guessable("lixiaoming", password)


@pytest.mark.parametrize(
    "password",
    [
        "correct-horse",
        "hubiao-orange-lamp",
        "河套灌区的麦子熟了",
        "x9#kd0-ff2Lq",
        "lixiaoming likes tea",
    ],
)
def test_what_is_in_no_list_is_taken(password: str) -> None:
    assert not is_guessable("lixiaoming", password)


def test_an_account_gets_no_common_password(database: Database) -> None:
    with database.begin() as session, pytest.raises(BadInput, match="guessed first"):
        add_user(session, "li", Role.OFFICER, "sunshine1")
