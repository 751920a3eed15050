from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.vocabulary import Role
from storage.people.api_tokens import add_token
from storage.people.passwords import acting_officer, add_user, load_user, secret_hash
from storage.people.roles import DECIDERS
from storage.tables import UserRow


def test_a_password_is_kept_only_as_an_argon2_hash(database: Database) -> None:
    with database.begin() as session:
        row = add_user(session, "li", Role.OFFICER, "correct horse")
        assert row.password_hash is not None
        assert row.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("name", "password", "complaint"),
    [
        ("", "long enough", "name"),
        ("li", "short", "8 characters"),
        ("wang", "long enough", "there"),
    ],
)
def test_an_unusable_officer_is_refused(
    database: Database, name: str, password: str, complaint: str
) -> None:
    with database.begin() as session:
        add_user(session, "wang", Role.OFFICER, "long enough")
    with pytest.raises(BadInput, match=complaint), database.begin() as session:
        add_user(session, name, Role.OFFICER, password)


def test_a_closed_account_cannot_act(database: Database) -> None:
    with database.begin() as session:
        add_user(session, "li", Role.OFFICER, "correct horse").active = False
    with pytest.raises(NotFound, match="li"), database.read() as session:
        load_user(session, "li")


def test_somebody_who_may_only_look_cannot_act(database: Database) -> None:
    with database.begin() as session:
        add_user(session, "li", Role.VIEWER, "correct horse")
        session.add(UserRow(name="wang", role="officer"))
    with database.read() as session:
        assert acting_officer(session, "wang", DECIDERS) == "wang"
        assert acting_officer(session, None, DECIDERS) == "cli"
        with pytest.raises(Refused):
            acting_officer(session, "li", DECIDERS)


def test_a_token_is_kept_only_as_a_hash(database: Database) -> None:
    with database.begin() as session:
        assert add_token(session, "feed", "read", "secret").secret_hash == secret_hash("secret")
        with pytest.raises(BadInput, match="scope"):
            add_token(session, "other", "everything", "x")
