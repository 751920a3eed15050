"""Sessions and sign-in limits on the page, rules on passwords, and administrators set apart by two persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.accounts import change_role, set_active, set_password
from storage.people.api_tokens import add_token, new_secret
from storage.people.passwords import acting_officer, add_user
from storage.people.proposed_changes import pending_changes
from storage.people.roles import SECURITY_ADMINS, SYSTEM_ADMINS
from storage.people.security_policy import PasswordRules, is_apart, set_password_rules
from storage.tables import AuditRow, TokenRow, UserRow, WebhookRow
from storage.tables.base import now
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Enter, visits
from tests.officers import PASSWORD

Office = tuple[Settings, Database]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Database, Enter]]:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as address, visits(address) as visit:
        yield database, visit
    database.close()


def _user(database: Database, name: str) -> int:
    with database.read() as session:
        return session.scalars(sa.select(UserRow.id).where(UserRow.name == name)).one()


def test_sessions_are_listed_and_ended_by_oneself_and_by_the_administrator(
    place: tuple[Database, Enter],
) -> None:
    _, visit = place
    home, office, admin = visit("甲"), visit("甲"), visit("管")
    page = office.get("/own").text
    assert page.count("127.0.0.1") == 2
    (mark,) = re.findall(r'name="session" value="([0-9a-f]{16})"', page)
    assert office.post("/own/sessions", session=mark).status_code == 303
    assert home.get("/leads").status_code == 303
    marks = re.findall(
        r'value="([0-9a-f]{16})"><button class="danger" aria-label="结束 甲',
        admin.get("/security").text,
    )
    assert admin.post("/security/sessions", session=marks[0]).status_code == 303
    assert office.get("/leads").status_code == 303
    assert visit("乙").post("/own/sessions", session=marks[0]).status_code == 404


def test_a_limit_at_sign_in_is_shown_and_released(
    place: tuple[Database, Enter],
) -> None:
    _, visit = place
    admin, stranger = visit("管"), visit(None)
    for _ in range(5):
        stranger.post("/sign-in", name="乙", password="wrong-password")
    assert "请" in stranger.post("/sign-in", name="乙", password=PASSWORD).text
    assert "用户 乙" in admin.get("/security").text
    admin.post("/security/waits", key="user:乙")
    assert stranger.post("/sign-in", name="乙", password=PASSWORD).status_code == 303


def test_a_password_is_as_the_rules_say_and_is_changed_when_it_is_old(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    admin = visit("管")
    saved = admin.post("/security/rules", length="10", kinds="3", days="90", change_first="1")
    assert saved.status_code == 303
    with database.begin() as session:
        with pytest.raises(BadInput, match="signs"):
            add_user(session, "wang", Role.OFFICER, "only-small-letters")
        with pytest.raises(BadInput, match="login"):
            add_user(session, "wang", Role.OFFICER, "Wang-2026-abc")
        with pytest.raises(BadInput, match="10"):
            add_user(session, "wang", Role.OFFICER, "Ab1!")
        set_password(session, _user(database, "乙"), "Given-by-2026", actor="管")
        session.execute(
            sa.update(UserRow)
            .where(UserRow.name == "甲")
            .values(password_at=now() - timedelta(days=91))
        )
    officer = visit(None)
    for name, password in (("甲", PASSWORD), ("乙", "Given-by-2026")):
        officer = visit(None)
        assert officer.post("/sign-in", name=name, password=password).status_code == 303
        turned = officer.get("/leads")
        assert (turned.status_code, turned.headers["location"]) == (303, "/own?due=1")
        assert "请先更改密码" in officer.get("/own?due=1").text
    officer.token = re.findall(r'name="token" value="([0-9a-f]+)"', officer.get("/own").text)[0]
    same = officer.post("/own", old="Given-by-2026", password="Given-by-2026")
    assert "不能与现用密码相同" in same.text
    assert officer.post("/own", old="Given-by-2026", password="Chosen-2026-x").status_code == 303
    officer.post("/sign-in", name="乙", password="Chosen-2026-x")
    assert officer.get("/leads").status_code == 200


def test_administrators_are_set_apart_and_together_again_by_two_persons(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    admin, system, security, auditor = visit("管"), visit("系"), visit("安"), visit("计")
    assert auditor.post("/security/confirm").status_code == 409
    assert admin.post("/security/propose").status_code == 303
    assert admin.post("/security/confirm").status_code == 403
    assert auditor.post("/security/confirm").status_code == 303
    assert auditor.post("/security/confirm").status_code == 409  # a second click does not undo it
    for page in ("/settings", "/users", "/audit", "/security", "/programs", "/start"):
        assert admin.get(page).status_code == 403, page
    assert admin.get("/rights").status_code == 200
    opened = {
        "系": (system, {"/settings", "/system", "/programs", "/logs"}),
        "安": (security, {"/users", "/security", "/sub-offices"}),
        "计": (auditor, {"/audit", "/security", "/audit/export.csv"}),
    }
    pages = set().union(*(theirs for _, theirs in opened.values())) | {"/leads", "/rights", "/find"}
    for visitor, theirs in opened.values():
        assert {page for page in pages if visitor.get(page).status_code == 200} == theirs
        assert visitor.get("/").headers["location"] in theirs
    with database.begin() as session:
        assert acting_officer(session, "系", SYSTEM_ADMINS) == "系"
        with pytest.raises(Refused):
            acting_officer(session, "管", SECURITY_ADMINS)
        with pytest.raises(Refused):
            set_active(session, _user(database, "计"), False, actor="安")
        with pytest.raises(Refused):
            change_role(session, _user(database, "安"), Role.SYSTEM_ADMIN, actor="安")
    assert security.post("/security/propose").status_code == 303
    assert security.post("/security/confirm").status_code == 403
    assert auditor.post("/security/confirm").status_code == 303
    with database.read() as session:
        assert not is_apart(session)
    assert admin.get("/settings").status_code == 200


def test_rules_that_no_one_could_keep_are_refused(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=1)
    with database.begin() as session:
        for rules in (PasswordRules(length=7), PasswordRules(kinds=5), PasswordRules(days=9999)):
            with pytest.raises(BadInput):
                set_password_rules(session, rules, actor="管")
    database.close()


def test_a_new_password_ends_the_tokens_of_ones_browsers_too(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    with database.begin() as session:
        add_token(session, "甲的浏览器", "captures", new_secret(), officer="甲", actor="甲")
        add_token(session, "别的程序", "leads", new_secret(), actor="管")
    visit("管").post(f"/users/{_user(database, '甲')}", act="password", password="another-long-one")
    with database.read() as session:
        assert session.scalars(sa.select(TokenRow.name)).all() == ["别的程序"]


def test_the_audit_of_a_released_limit_names_no_address(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    visit(None).post("/sign-in", name="乙", password="wrong-password")
    assert visit("管").post("/security/waits", key="address:127.0.0.1").status_code == 303
    with database.read() as session:
        released = sa.select(AuditRow.subject).where(AuditRow.act == "session.release")
        assert session.scalars(released).all() == ["address"]


def _set_apart(visit: Enter) -> None:
    visit("管").post("/security/propose")
    assert visit("计").post("/security/confirm").status_code == 303


def test_no_administrator_makes_another_one_or_gets_into_her_account_alone(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    _set_apart(visit)
    security, system, auditor = visit("安"), visit("系"), visit("计")
    security.post("/users", name="计二", role="audit_admin", password="given-by-security")
    security.post(f"/users/{_user(database, '计')}", act="password", password="taken-over-2026")
    security.post(f"/users/{_user(database, '乙')}", act="role", role="audit_admin")
    assert (
        visit(None).post("/sign-in", name="计二", password="given-by-security").status_code == 403
    )
    assert visit("计").get("/audit").status_code == 200  # the password is as it was
    with database.read() as session:
        roles = dict(session.execute(sa.select(UserRow.name, UserRow.role)).all())
        changes = {change.name: change.id for change in pending_changes(session)}
    assert roles["乙"] == "officer"
    assert set(changes) == {"计二", "计", "乙"}
    page = auditor.get("/changes").text
    assert "启用审计管理员账户 计二" in page
    assert "将用户 乙 改为审计管理员" in page
    assert security.post(f"/changes/{changes['计二']}", act="confirm").status_code == 409
    assert (
        auditor.post(f"/changes/{changes['计']}", act="confirm").status_code == 409
    )  # about herself
    assert visit("乙").get("/changes").status_code == 403
    assert system.post(f"/changes/{changes['计二']}", act="confirm").status_code == 303
    assert auditor.post(f"/changes/{changes['乙']}", act="refuse").status_code == 303
    entered = visit(None).post("/sign-in", name="计二", password="given-by-security")
    assert entered.status_code == 303  # and changes it first
    with database.read() as session:
        assert [change.name for change in pending_changes(session)] == ["计"]
        acts = set(session.scalars(sa.select(AuditRow.act)))
    assert {"change.propose", "change.confirm", "change.refuse"} <= acts


def test_no_system_administrator_opens_the_offices_data_to_a_program_alone(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    _set_apart(visit)
    system = visit("系")
    page = system.post("/programs/tokens", name="外部程序", scope="read").text
    secret = re.findall(r'<code class="copy">([^<]+)</code>', page)[0]
    system.post("/programs/webhooks", name="外部推送", url="https://other.example/hook")
    assert "待第二人确认" in system.get("/programs").text
    reading = {"authorization": f"Bearer {secret}"}
    assert visit(None).client.get("/api/v1/leads", headers=reading).status_code == 401
    with database.read() as session:
        changes = {change.name: change.id for change in pending_changes(session)}
        assert session.scalars(sa.select(WebhookRow.active)).all() == [False]
    system.post(f"/programs/webhooks/{1}", act="resume")
    assert visit("计").post(f"/changes/{changes['外部程序']}", act="confirm").status_code == 303
    assert visit(None).client.get("/api/v1/leads", headers=reading).status_code == 200
    with database.read() as session:
        assert session.scalars(sa.select(WebhookRow.active)).all() == [False]
    metrics = system.post("/programs/tokens", name="指标", scope="metrics")
    assert metrics.status_code == 200  # reads nothing of the office's work
    with database.read() as session:
        waits = dict(session.execute(sa.select(TokenRow.name, TokenRow.waiting)).all())
    assert waits == {"外部程序": False, "指标": False}
