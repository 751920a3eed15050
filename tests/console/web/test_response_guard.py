"""The console's own defences: origins, tokens, headers, hosts, sizes, guessing."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.requests import Request

from console.web.console_key import console_key
from console.web.response_guard import is_direct, public_address
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.setting_kinds import masked_text
from storage.base.settings import Settings
from storage.people.passwords import secret_hash
from storage.tables import SessionRow
from storage.tables.base import now
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor, cookie_of
from tests.servers import patient_http

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_form_without_its_token_is_refused(visit: Enter) -> None:
    officer = visit("甲")
    answer = officer.client.post("/leads/start", data={"token": "0" * 64})
    assert answer.status_code == 403
    assert "页面已过期" in answer.text


def test_a_token_of_another_browser_is_refused(visit: Enter) -> None:
    answer = visit("甲").client.post("/leads/start", data={"token": visit("乙").token})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.invalid"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_is_refused(visit: Enter, headers: dict[str, str]) -> None:
    officer = visit("甲")
    answer = officer.client.post("/leads/start", data={"token": officer.token}, headers=headers)
    assert answer.status_code == 403


def test_pages_allow_no_inline_script_and_no_frame(visit: Enter) -> None:
    headers = visit("甲").get("/leads").headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_another_host_name_is_not_answered(address: str) -> None:
    answer = patient_http.get(f"{address}/sign-in", headers={"Host": "rebound.invalid"})
    assert answer.status_code == 400


def test_a_body_above_the_limit_is_refused_before_it_is_read(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        head = f"POST /tip HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {2**40}\r\n\r\n"
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_guessing_a_password_soon_has_to_wait(address: str) -> None:
    visitor = Visitor(address)
    answers = [visitor.post("/sign-in", name="法", password=f"wrong {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert "用户名或密码不正确" in answers[0].text
    assert "秒后再试" in answers[4].text
    visitor.close()


def test_an_unknown_name_is_told_nothing_else_than_a_wrong_password(address: str) -> None:
    visitor = Visitor(address)
    assert "用户名或密码不正确" in visitor.post("/sign-in", name="无此人", password="x" * 9).text
    visitor.close()


@pytest.mark.parametrize("back", ["//evil.invalid", "https://evil.invalid", "/\\evil.invalid"])
def test_a_sign_in_sends_nobody_to_another_site(address: str, back: str) -> None:
    visitor = Visitor(address)
    answer = visitor.post("/sign-in", name="看", password="correct-horse", back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    visitor.close()


def test_a_session_cookie_is_out_of_reach_for_scripts(address: str) -> None:
    visitor = Visitor(address)
    before = cookie_of(visitor.client)
    answer = visitor.post("/sign-in", name="看", password="correct-horse")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert cookie_of(visitor.client) != before
    visitor.close()


def test_a_damaged_key_is_refused_instead_of_used(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert console_key(settings) == console_key(settings)
    (tmp_path / "keys" / "console.key").write_bytes(b"short")
    with pytest.raises(StoreUnavailable, match="damaged"):
        console_key(settings)


@pytest.mark.parametrize(
    "path",
    ["/leads/{}", "/leads/1?done={}", "/mailbox/{}", "/runs/{}", "/shops/{}", "/leads?shop={}"],
)
def test_a_number_that_no_row_can_have_breaks_nothing(visit: Enter, path: str) -> None:
    answer = visit("甲").get(path.format("9" * 40))
    assert answer.status_code in (200, 404)


def test_a_database_that_cannot_be_used_is_a_plain_page(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1)
    with served(settings, database) as url:
        visitor = Visitor(url, "甲")
        database.close()
        for file in tmp_path.glob("hubiao.db*"):
            file.unlink()
        tmp_path.joinpath("hubiao.db").mkdir()
        answer = visitor.get("/leads")
        assert answer.status_code == 503
        assert "数据没有改变" in answer.text
        assert visitor.get("/healthz").status_code == 503
        visitor.close()
    database.close()


def test_behind_https_the_cookie_is_bound_to_this_host_and_travels_encrypted_only(
    tmp_path: Path,
) -> None:
    settings, database = an_office(tmp_path, leads=0, console_url="https://hubiao.invalid")
    with served(settings, database) as url:
        answer = patient_http.get(f"{url}/sign-in", headers={"Host": "hubiao.invalid"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-hubiao-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    database.close()


@pytest.mark.parametrize(
    ("since_open", "since_seen", "open_still"),
    [
        (timedelta(minutes=119), timedelta(minutes=119), True),
        (timedelta(minutes=121), timedelta(minutes=121), False),
        (timedelta(hours=11), timedelta(minutes=1), True),
        (timedelta(hours=13), timedelta(minutes=1), False),
    ],
)
def test_a_session_ends_when_idle_and_at_the_end_of_a_day_in_any_case(
    office: Office, address: str, since_open: timedelta, since_seen: timedelta, open_still: bool
) -> None:
    visitor = Visitor(address, "看")
    secret = cookie_of(visitor.client)[1]
    with office[1].begin() as session:
        session.execute(
            sa.update(SessionRow)
            .where(SessionRow.secret_hash == secret_hash(secret))
            .values(created_at=now() - since_open, seen_at=now() - since_seen)
        )
    assert (visitor.get("/leads").status_code == 200) == open_still
    visitor.close()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/json", b'{"token": "x"}'),
        ("text/plain", b"token=x"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ],
)
def test_a_body_that_is_no_form_is_refused_and_breaks_nothing(
    visit: Enter, kind: str, content: bytes
) -> None:
    answer = visit("甲").client.post(
        "/leads/start", content=content, headers={"Content-Type": kind}
    )
    assert answer.status_code in (400, 403)


def _request(client: str, *headers: tuple[str, str]) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request(
        {"type": "http", "client": (client, 1), "headers": raw, "server": ("a", 80), "scheme": "http",
         "path": "/", "query_string": b"", "root_path": ""}
    )  # fmt: skip


def test_a_link_that_leaves_the_console_bears_no_host_that_a_request_names() -> None:
    request = _request("192.0.2.1", ("host", "evil.example"))
    open_host = Settings(console_host="0.0.0.0")
    assert "evil" not in public_address(open_host, request)
    named = Settings(console_host="0.0.0.0", console_url="https://hubiao.office.example/")
    assert public_address(named, request) == "https://hubiao.office.example"


@pytest.mark.parametrize("header", ["x-real-ip", "x-forwarded-for", "forwarded", "via"])
def test_what_comes_through_a_proxy_does_not_come_from_this_machine(header: str) -> None:
    assert is_direct(Settings(), _request("127.0.0.1"))
    assert not is_direct(Settings(), _request("127.0.0.1", (header, "192.0.2.1")))
    assert not is_direct(Settings(), _request("192.0.2.1"))
    behind = Settings(console_url="https://hubiao.office.example")
    assert not is_direct(behind, _request("127.0.0.1"))


@pytest.mark.parametrize(
    ("value", "visible"),
    [
        ("postgresql+psycopg://u:top@secret@db/h", "postgresql+psycopg://u:***@db/h"),
        ("postgresql://db/h?user=u&password=topsecret", "postgresql://db/h?user=u&password=***"),
        ("http://127.0.0.1:8000/a:b@c", "http://127.0.0.1:8000/a:b@c"),
        (None, ""),
    ],
)
def test_an_address_is_printed_without_its_password(value: object, visible: str) -> None:
    assert masked_text(value) == visible
