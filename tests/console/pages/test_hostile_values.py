"""No page and no call of the API answers 5xx, whatever stands in its path, query, form or body."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from console.app import build_app
from console.web.console_key import console_key, cookie_name, form_token
from storage.base.database import Database
from storage.base.settings import Settings
from storage.intake_gate.text_limits import FORM_FIELD
from storage.people.api_tokens import add_token
from storage.people.sign_in import open_session
from storage.tables import UserRow
from tests.console.console_server import IdleChildren
from tests.console.sample_office import an_office

ROOT = Path(__file__).parents[3]
VALUES = {
    "NUL": "a\0b",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31T23:59",
    "2 to the 63rd": str(2**63),
    "no text": "\ud800",
}
_NAME_IN_CODE = re.compile(
    r'(?:form_value|required_value|query_number|query\.get|form_day|form_moment|getlist)\(\s*(?:request,\s*)?"(\w+)"'
)
_NAME_IN_TEMPLATE = re.compile(r'name="(\w+)"')
_LEFT_OUT = {"/setup", "/sign-out"}


def _names() -> list[str]:
    """Every parameter that a page reads or a form sends."""
    code = [*(ROOT / "console/pages").rglob("*.py"), *(ROOT / "console/web").rglob("*.py")]
    names = {name for path in code for name in _NAME_IN_CODE.findall(path.read_text("utf-8"))}
    for path in (ROOT / "console/templates").rglob("*.html"):
        names |= set(_NAME_IN_TEMPLATE.findall(path.read_text("utf-8")))
    return sorted((names | {"since", "until", "decided"}) - {"token", "sure"})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Settings, Database]]:
    settings, database = an_office(tmp_path, leads=1)
    logging.disable(logging.CRITICAL)
    yield settings, database
    logging.disable(logging.NOTSET)
    database.close()


def _routes(app: object) -> Iterator[tuple[str, str]]:
    for route in app.routes:  # type: ignore[attr-defined]
        if isinstance(route, Route) and route.path not in _LEFT_OUT:
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, route.path


def _admin(app: Starlette, settings: Settings, database: Database) -> tuple[TestClient, str]:
    """A signed-in administrator, and the token of the forms."""
    with database.begin() as session:
        user = session.query(UserRow).filter_by(name="管").one()
        secret = open_session(session, user.id, user.name)
    client = TestClient(
        app, "http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False
    )
    client.cookies.set(cookie_name(console_key(settings)), secret)
    return client, form_token(console_key(settings), secret)


@pytest.mark.parametrize(
    ("every", "start"), [(23, 5), pytest.param(1, 0, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_no_value_makes_a_page_fail(
    office: tuple[Settings, Database], every: int, start: int
) -> None:
    settings, database = office
    app = build_app(settings, database, IdleChildren(settings.folder("logs")))
    client, token = _admin(app, settings, database)
    names, failed = _names(), []
    requests = [(*route, value) for route in _routes(app) for value in VALUES]
    for method, path, kind in requests[start::every]:
        value = VALUES[kind]
        number = value if value.isdigit() else "1"
        address = re.sub(r"{\w+:int}", number, path)
        address = re.sub(r"{\w+}", "1", address)
        fields = {name: value.encode("utf-8", "surrogatepass") for name in names}
        if method == "GET":
            answer = client.get(f"{address}?{urlencode(fields)}")
        else:
            body = urlencode({**fields, "token": token})
            form = {"content-type": "application/x-www-form-urlencoded"}
            answer = client.post(address, content=body, headers=form)
        if answer.status_code >= 500:
            failed.append((method, path, kind, answer.status_code))
    assert not failed, failed


def test_a_text_without_an_end_is_refused(office: tuple[Settings, Database]) -> None:
    settings, database = office
    app = build_app(settings, database, IdleChildren(settings.folder("logs")))
    client, token = _admin(app, settings, database)
    fields = {"note": "长" * (FORM_FIELD + 1), "token": token}
    answer = client.post("/leads/1/comments", data=fields)
    assert (answer.status_code, "超过 20000 字" in answer.text) == (400, True)


def test_a_number_of_thousands_of_digits_is_no_page(office: tuple[Settings, Database]) -> None:
    settings, database = office
    app = build_app(settings, database, IdleChildren(settings.folder("logs")))
    client = TestClient(app, "http://127.0.0.1", raise_server_exceptions=False)
    for path in ("/warnings/", "/api/v1/leads/"):
        assert client.get(path + "9" * 5000).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"shop": ' * 100_000, b'{"url": "http://x.invalid/", "text": "\\ud800"}'],
    ids=["brackets", "objects", "lone surrogate"],
)
def test_a_hostile_body_of_a_call_is_no_fault_of_ours(
    office: tuple[Settings, Database], body: bytes
) -> None:
    settings, database = office
    app = build_app(settings, database, IdleChildren(settings.folder("logs")))
    with database.begin() as session:
        add_token(session, "p", "tips", secret := "x" * 43, actor="管")
    client = TestClient(app, "http://127.0.0.1", raise_server_exceptions=False)
    answer = client.post(
        "/api/v1/tips", content=body, headers={"authorization": f"Bearer {secret}"}
    )
    assert answer.status_code < 500, answer.text
