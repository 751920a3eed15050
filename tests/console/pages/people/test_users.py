"""Accounts in the console: the last administrator stays, a closed account is signed out."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import (
    UserRow,
)
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_the_last_administrator_cannot_be_closed(office: Office, visit: Enter) -> None:
    with office[1].read() as session:
        admin = session.scalar(sa.select(UserRow.id).where(UserRow.name == "管"))
    assert visit("管").post(f"/users/{admin}", act="close").status_code == 409
    assert visit("管").post(f"/users/{admin}", act="role", role="viewer").status_code == 409


def test_a_closed_account_is_signed_out_at_once(office: Office, address: str, visit: Enter) -> None:
    visit("管").post("/users", name="临时", role="officer", password="correct-horse")
    person = Visitor(address, "临时")
    with office[1].read() as session:
        number = session.scalar(sa.select(UserRow.id).where(UserRow.name == "临时"))
    visit("管").post(f"/users/{number}", act="close")
    assert person.get("/leads").status_code == 303
    assert person.post("/sign-in", name="临时", password="correct-horse").status_code == 403
    person.close()


def test_the_full_name_is_shown_in_place_of_the_login(
    office: Office, address: str, visit: Enter
) -> None:
    names = {"full_name": "李明", "function": "科员"}
    visit("管").post("/users", name="liming", role="officer", password="correct-horse", **names)
    with office[1].read() as session:
        number = session.scalar(sa.select(UserRow.id).where(UserRow.name == "liming"))
    person = Visitor(address, "liming")
    assert "李明（核查员）" in person.get("/own").text
    visit("管").post(f"/users/{number}", act="names", full_name="李晓明", function="")
    assert "李晓明（核查员）" in person.get("/own").text
    assert "科员" not in visit("管").get("/users").text
    person.close()


def test_the_name_stays_after_a_wrong_password(visit: Enter) -> None:
    page = visit(None).post("/sign-in", name="不在的人", password="wrong wrong").text
    assert 'value="不在的人"' in page
