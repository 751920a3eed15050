"""Pages from an officer's own browser: read and assessed at once, kept under her name, refused in words."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from console.api.captures import CAPTURE_OPERATIONS
from console.api.document import openapi_document
from storage.base.database import Database
from storage.base.message import Language
from storage.base.settings import Settings
from storage.evidence.entries import package_of
from storage.evidence.extraction_record import PATH
from storage.evidence.package import open_package
from storage.evidence.trust import home_anchors
from storage.evidence.verification import verify_package
from storage.people.accounts import set_active
from storage.people.api_tokens import CAPTURES, add_token, find_token
from storage.people.security_policy import PasswordRules, set_password_rules
from storage.tables import EvidenceRow, UserRow
from storage.tables.base import now
from tests.console.captures import picture
from tests.servers import patient_http

Office = tuple[Settings, Database]
URL = "https://handed.invalid/item/5501.html"
DOM = """<!doctype html><html><head><title>天赋河套 雪花面粉 10kg</title></head><body>
<h1>天赋河套 雪花面粉 10kg</h1><p class="price">¥29.90</p><p>店铺：示例粮油小店</p>
<button>加入购物车</button><button>立即购买</button><p>产地：内蒙古</p></body></html>"""
LIST = """<!doctype html><html><head><title>搜索 面粉</title></head><body><ul class="goods-list">
<li><a href="/item/1.html"><img src="/1.jpg"><h3>天赋河套 雪花粉 5kg 特价</h3><span>¥19.90</span></a></li>
<li><a href="/item/2.html"><img src="/2.jpg"><h3>示例牌 高筋面粉 5kg</h3><span>¥15.00</span></a></li>
<li><a href="/item/3.html"><img src="/3.jpg"><h3>示例牌 全麦面粉 2kg</h3><span>¥18.00</span></a></li>
<li><a href="/item/4.html"><img src="/4.jpg"><h3>示例牌 饺子粉 2kg</h3><span>¥12.00</span></a></li>
</ul></body></html>"""


def png() -> bytes:
    buffer = io.BytesIO()
    picture(1000, 1200).save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = png()


def page(**changes: Any) -> dict[str, Any]:
    """A page as the extension sends it, whole, with its hashes."""
    moment = datetime.now(UTC)
    sent = {
        "url": URL, "title": "天赋河套 雪花面粉 10kg", "dom": DOM, "text": "天赋河套 雪花面粉 10kg ¥29.90",
        "taken_at": (moment - timedelta(seconds=30)).isoformat(), "sent_at": moment.isoformat(),
        "browser": "示例浏览器 1.0", "extension": "1.0", "pictures": ["https://handed.invalid/a.jpg"],
        "remarks": [], "screenshot": base64.b64encode(PICTURE).decode(), **changes,
    }  # fmt: skip
    hashes = {name: hashlib.sha256(sent[name].encode()).hexdigest() for name in ("dom", "text")}
    hashes["screenshot"] = hashlib.sha256(PICTURE).hexdigest()
    return {"hashes": hashes, **sent}


@pytest.fixture(scope="module")
def browser(office: Office, address: str) -> Iterator[httpx.Client]:
    """The extension of officer 乙."""
    with office[1].begin() as session:
        add_token(session, "乙：示例电脑", CAPTURES, "secret-browser", officer="乙")
    client = patient_http.Client(
        base_url=f"{address}/api/v1",
        headers={"Authorization": "Bearer secret-browser", "Origin": "chrome-extension://abc"},
    )
    yield client
    client.close()


def fits(answer: httpx.Response, path: str, method: str = "post") -> Any:
    """The answer's body, after a look at what the document says of it."""
    document = openapi_document(CAPTURE_OPERATIONS)
    operation = document["paths"][path][method]  # type: ignore[index]
    schema = operation["responses"][str(answer.status_code)]["content"]["application/json"][
        "schema"
    ]
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json())
    return answer.json()


def test_the_extension_learns_whose_token_it_bears(browser: httpx.Client) -> None:
    answer = browser.get("/captures/desk")
    assert fits(answer, "/captures/desk", "get")["officer"] == "乙"
    assert answer.headers["access-control-allow-origin"] == "chrome-extension://abc"


def test_only_an_extension_may_call_from_a_page(browser: httpx.Client) -> None:
    asked = browser.options("/captures")
    assert asked.status_code == 204
    assert "authorization" in asked.headers["access-control-allow-headers"]
    website = browser.options("/captures", headers={"Origin": "https://shop.invalid"})
    assert website.status_code == 403
    assert "access-control-allow-origin" not in website.headers


def test_a_page_is_read_and_assessed_and_nothing_is_kept(
    browser: httpx.Client, office: Office
) -> None:
    reading = fits(browser.post("/captures/reading", json=page()), "/captures/reading")
    assert reading["kind"] == "listing"
    assert reading["offer"]["right"] == "天赋河套"
    assert [element["name"] for element in reading["offer"]["elements"]]
    assert reading["offer"]["next_step_name"]
    assert "listing" not in reading["earlier"]
    with office[1].read() as session:
        assert session.query(EvidenceRow).count() == 0


def test_the_hits_of_a_list_come_with_their_addresses(browser: httpx.Client) -> None:
    sent = page(url="https://handed.invalid/search?q=面粉", dom=LIST)
    reading = fits(browser.post("/captures/reading", json=sent), "/captures/reading")
    assert (reading["kind"], reading["cards"]) == ("list", 4)
    assert [hit["url"] for hit in reading["hits"]] == ["https://handed.invalid/item/1.html"]


def test_a_page_kept_is_a_lead_with_a_package_that_says_who_took_it(
    browser: httpx.Client, office: Office
) -> None:
    sent = page(remarks=["提取期间页面内容有变化"])
    receipt = fits(browser.post("/captures", json=sent), "/captures")
    assert receipt["opened"]
    assert fits(browser.post("/captures", json=sent), "/captures")["again"]
    settings, database = office
    with database.read() as session:
        row = session.query(EvidenceRow).one()
        assert (row.lead_id, row.officer) == (receipt["lead"], "乙")
        assert row.facts.officer_browser is not None
        assert row.facts.page is not None
        assert row.facts.page.has_title
    package = package_of(database, settings, receipt["evidence"])
    assert package is not None
    anchors = home_anchors(settings.home)
    checks = verify_package(package, anchors=anchors, timestamp_anchors=())
    assert all(check.passed for check in checks), [check.line() for check in checks]
    lines = [check.line(Language.CHINESE) for check in checks]
    assert any("由执法人员在本人浏览器中提取，并非系统自行访问：乙" in line for line in lines)
    with package.open("rb") as file:
        record = open_package(file, package, anchors, ()).member(PATH).decode()
    assert "提取期间页面内容有变化" in record
    assert sent["hashes"]["dom"] in record


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dom": DOM + "<form><input type=PassWord></form>"}, "sent-page.sign-in"),
        ({"url": "https://li:x@handed.invalid/"}, "sent-page.sign-in"),
        ({"url": "file:///etc/passwd"}, "sent-page.url"),
        ({"screenshot": "bm8="}, "sent-page.no-picture"),
        ({"hashes": {"dom": "0" * 64}}, "sent-page.hash"),
        ({"taken_at": "2026-11-30T00:00:00+00:00", "sent_at": "2026-11-29T00:00:00+00:00"}, "sent-page.clock"),
        ({"taken_at": "gestern"}, "api.parameter"),
        ({"text": "字" * 2**20}, "sent-page.too-large"),
    ],
)  # fmt: skip
def test_what_may_not_be_kept_is_refused_by_name(
    browser: httpx.Client, changes: dict[str, Any], code: str
) -> None:
    answer = browser.post("/captures", json=page(**changes))
    assert (answer.status_code, fits(answer, "/captures")["code"]) == (400, code)


def test_a_sign_in_page_is_not_even_read(browser: httpx.Client) -> None:
    sent = page(dom=DOM + '<input autocomplete="current-password">')
    assert browser.post("/captures/reading", json=sent).json()["code"] == "sent-page.sign-in"


def test_who_must_change_her_password_hands_in_nothing_before(
    browser: httpx.Client, office: Office
) -> None:
    for must_change, status in ((True, 400), (False, 200)):
        with office[1].begin() as session:
            session.query(UserRow).filter_by(name="乙").one().must_change = must_change
        answer = browser.post("/captures/reading", json=page())
        assert answer.status_code == status
        assert (answer.json().get("code") == "sent-page.password") is must_change


def test_an_account_of_the_single_sign_on_has_no_password_that_grows_old(
    browser: httpx.Client, office: Office
) -> None:
    for password_hash, status in (("gone", 400), (None, 200)):
        with office[1].begin() as session:
            set_password_rules(session, PasswordRules(days=90), actor="甲")
            user = session.query(UserRow).filter_by(name="乙").one()
            user.password_hash, user.password_at = password_hash, now() - timedelta(days=91)
        assert browser.post("/captures/reading", json=page()).status_code == status


def test_no_other_scope_reaches_it_and_a_closed_account_s_token_is_none(
    browser: httpx.Client, office: Office
) -> None:
    with office[1].begin() as session:
        add_token(session, "示例-write", "write", "secret-write")
    program = browser.get("/captures/desk", headers={"Authorization": "Bearer secret-write"})
    assert program.status_code == 403
    with office[1].begin() as session:
        user = session.query(UserRow).filter_by(name="乙").one()
        set_active(session, user.id, False, actor="管")
    assert find_token(office[1], "secret-browser") is None
    assert browser.get("/captures/desk").status_code == 401
