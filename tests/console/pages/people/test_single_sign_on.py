"""单位统一登录 with a provider on loopback: bound accounts, new ones, roles from a claim, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from storage.base.database import Database
from storage.tables import AuditRow, UserRow
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Enter, Visitor, visits
from tests.officers import PASSWORD
from tests.servers import patient_http
from tests.servers.oidc_provider import CLIENT, SECRET, SampleProvider, running_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[SampleProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture(params=[{}])
def place(
    tmp_path: Path, provider: SampleProvider, request: pytest.FixtureRequest
) -> Iterator[tuple[Database, Enter]]:
    provider.person = {"sub": "1", "preferred_username": "li", "name": "李明"}
    provider.signs_with, provider.audience = None, CLIENT
    settings, database = an_office(
        tmp_path, leads=1, allow_addresses=("127.0.0.0/8",), oidc_issuer=provider.url,
        oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET), **request.param,
    )  # fmt: skip
    with served(settings, database) as address, visits(address) as visit:
        yield database, visit
    database.close()


def through_provider(visitor: Visitor, start: str = "/sign-in/oidc") -> httpx.Response:
    """Walk to the provider and back as a browser does."""
    there = visitor.get(start)
    assert there.status_code == 303, there.text
    back = patient_http.get(there.headers["location"], follow_redirects=False).headers["location"]
    parts = urlsplit(back)
    return visitor.get(f"{parts.path}?{parts.query}")


def test_who_is_unknown_waits_for_an_administrator_and_then_signs_in(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    stranger, admin = visit(None), visit("管")
    assert "单位统一登录" in stranger.get("/sign-in").text
    waiting = through_provider(stranger)
    assert waiting.status_code == 403
    assert "请管理员" in waiting.text
    with database.read() as session:
        user = session.scalars(sa.select(UserRow).where(UserRow.name == "li")).one()
    assert (user.active, user.role, user.full_name) == (False, "viewer", "李明")
    admin.post(f"/users/{user.id}", act="role", role="officer")
    admin.post(f"/users/{user.id}", act="open")
    assert through_provider(stranger).headers["location"] == "/"
    assert stranger.get("/leads").status_code == 200
    asked = admin.post(f"/users/{user.id}", act="unbind", label="li")
    assert "没有密码的，须先重设密码" in asked.text
    assert stranger.get("/leads").status_code == 200
    admin.post(f"/users/{user.id}", act="unbind", sure="1")
    assert stranger.get("/leads").status_code == 303


def test_an_officer_binds_her_account_and_nobody_takes_it_by_its_name(
    place: tuple[Database, Enter], provider: SampleProvider
) -> None:
    database, visit = place
    provider.person = {"sub": "77", "preferred_username": "甲"}
    taken = through_provider(visit(None))
    assert taken.status_code == 403
    assert "绑定统一登录" in taken.text
    officer = visit("甲")
    assert (
        through_provider(officer, "/sign-in/oidc?bind=1").status_code == 403
    )  # no token: no binding
    link = re.findall(r'href="(/sign-in/oidc\?bind=[0-9a-f]+)"', officer.get("/own").text)[0]
    assert through_provider(officer, link).headers["location"] == "/own#sso"
    assert "已绑定" in officer.get("/own").text
    elsewhere = visit(None)
    assert through_provider(elsewhere).headers["location"] == "/"
    assert elsewhere.get("/leads").status_code == 200
    with database.read() as session:
        user = session.scalars(sa.select(UserRow).where(UserRow.name == "甲")).one()
    visit("管").post(f"/users/{user.id}", act="password", password=f"{PASSWORD}-2")
    assert elsewhere.get("/leads").status_code == 303
    assert "绑定统一登录" in through_provider(visit(None)).text


def test_a_name_of_the_provider_is_no_name_of_the_machine_and_hides_nothing(
    place: tuple[Database, Enter], provider: SampleProvider
) -> None:
    database, visit = place
    provider.person = {"sub": "5", "preferred_username": "cli"}
    assert "操作留痕专用" in through_provider(visit(None)).text
    provider.person = {"sub": "6", "preferred_username": "zh\u202eao\0"}
    assert "zhao" in through_provider(visit(None)).text
    with database.read() as session:
        entered = sa.select(UserRow.name).where(UserRow.oidc_subject.is_not(None))
        assert session.scalars(entered).all() == ["zhao"]


def test_nobody_binds_an_account_before_its_password_is_her_own(
    place: tuple[Database, Enter],
) -> None:
    database, visit = place
    officer = visit("甲")
    link = re.findall(r'href="(/sign-in/oidc\?bind=[0-9a-f]+)"', officer.get("/own").text)[0]
    with database.begin() as session:
        session.execute(sa.update(UserRow).where(UserRow.name == "甲").values(must_change=True))
    refused = through_provider(officer, link)
    assert refused.status_code == 403
    assert "先更改密码" in refused.text
    with database.begin() as session:
        session.execute(sa.update(UserRow).values(must_change=False))
    assert through_provider(officer, link).headers["location"] == "/own#sso"


ROLES = {"oidc_role_claim": "groups", "oidc_roles": ("chiefs=approver", "ip=officer")}


@pytest.mark.parametrize("place", [ROLES], indirect=True)
def test_a_claim_gives_the_role_at_every_sign_in_and_its_absence_ends_it(
    place: tuple[Database, Enter], provider: SampleProvider
) -> None:
    database, visit = place
    person = {"sub": "9", "preferred_username": "wang"}
    provider.person = {**person, "groups": ["ip"]}
    visitor = visit(None)
    assert through_provider(visitor).headers["location"] == "/"
    provider.person = {**person, "groups": ["ip", "chiefs"]}
    assert through_provider(visitor).headers["location"] == "/"
    with database.read() as session:
        user = session.scalars(sa.select(UserRow).where(UserRow.name == "wang")).one()
        assert user.role == "approver"
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.actor == "oidc")).all()
    assert acts == ["user.add", "user.role"]
    provider.person = {**person, "groups": ["canteen"]}
    assert visitor.get("/leads").status_code == 200
    assert "没有给您本系统的角色" in through_provider(visit(None)).text
    assert visitor.get("/leads").status_code == 303


def test_tokens_and_states_that_are_not_ours_open_nothing(
    place: tuple[Database, Enter], provider: SampleProvider
) -> None:
    _, visit = place
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "a"})
    assert "未通过验证" in through_provider(visit(None)).text
    provider.signs_with, provider.audience = None, "another client"
    assert "未通过验证" in through_provider(visit(None)).text
    provider.audience = CLIENT
    person = provider.person
    for claims in (
        {"iss": "https://other.example"},
        {"nonce": "of another sign-in"},
        {"exp": 1_000_000_000},
        {"aud": [CLIENT, "another client"]},
        {"sub": "1" * 300},
    ):
        provider.person = {**person, **claims}
        assert "未通过验证" in through_provider(visit(None)).text, claims
    provider.person = person
    first, second = visit(None), visit(None)
    there = first.get("/sign-in/oidc").headers["location"]
    back = urlsplit(patient_http.get(there, follow_redirects=False).headers["location"])
    stolen = second.get(f"{back.path}?{back.query}")
    assert stolen.status_code == 403
    assert "不是从这个浏览器开始" in stolen.text
    assert "没有同意" not in stolen.text


def test_without_a_provider_there_is_no_way_to_one(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as address:
        visitor = Visitor(address)
        assert "统一登录" not in visitor.get("/sign-in").text
        assert visitor.get("/sign-in/oidc").status_code == 404
        visitor.close()
    database.close()
