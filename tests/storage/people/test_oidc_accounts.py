"""An account is bound by who is signed in to it, up to the moment of the binding."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.vocabulary import Role
from storage.people.accounts import set_password
from storage.people.oidc_accounts import bind_identity
from storage.people.oidc_provider import Identity
from storage.people.passwords import add_user
from storage.people.sign_in import sign_in
from storage.tables import UserRow

PASSWORD = "correct horse battery"
STRANGER = Identity(subject="https://sso.invalid 7", login="x", full_name=None)


def test_a_binding_that_a_new_password_overtakes_is_refused(database: Database) -> None:
    with database.begin() as session:
        user = add_user(session, "甲", Role.OFFICER, PASSWORD).id
        add_user(session, "管", Role.ADMIN, PASSWORD)
    secret = sign_in(database, "甲", PASSWORD).secret
    with database.begin() as session:
        bind_identity(session, user, STRANGER, secret=secret)
        set_password(session, user, f"{PASSWORD} 2", actor="管")
    with pytest.raises(Refused, match="timed out"), database.begin() as session:
        bind_identity(session, user, STRANGER, secret=secret)
    with database.read() as session:
        subject = session.scalar(sa.select(UserRow.oidc_subject).where(UserRow.id == user))
        assert subject is None
