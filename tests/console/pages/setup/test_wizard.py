"""The first hour: each step says what is missed without it, is kept, left out or put away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from console.pages.setup.steps import STEPS
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.files.setup_progress import read_progress
from storage.people.accounts import list_users
from storage.tables import AuditRow
from tests.console.visitor import Visitor
from tests.officers import PASSWORD

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_every_step_has_a_page_and_says_what_is_missed(visit: Enter) -> None:
    admin = visit("管")
    pages = {step.name: admin.get(f"/start/{step.name}") for step in STEPS}
    assert pages.pop("rights").status_code == 303
    for name, page in pages.items():
        assert "跳过则：" in page.text, name
    assert admin.get("/start/nothing").status_code == 404


def test_a_step_that_was_left_out_stays_so_and_is_taken_off_the_first_page(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    assert "/start/stamp" in admin.get("/").text
    assert "/start/stamp" not in visit("甲").get("/").text, "only administrators see the steps"
    assert admin.post("/start", act="skip", step="stamp").headers["location"] == "/start/people"
    assert read_progress(office[0]).skipped == {"stamp"}
    assert '<li><a href="/start/stamp">' not in admin.get("/").text
    assert "已跳过" in admin.get("/start").text


def test_the_office_and_its_public_address_are_kept_for_the_answer_links(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    refused = admin.post("/start/office", office_name="示例县局", console_url="hubiao.example")
    assert refused.status_code == 400
    saved = admin.post(
        "/start/office", office_name="示例县局", console_url="https://hubiao.invalid/"
    )
    assert saved.headers["location"] == "/start/mail"
    assert load_settings(home=office[0].home).console_url == "https://hubiao.invalid"


def test_what_the_environment_sets_is_shown_and_not_asked(
    visit: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_OFFICE_SHORT", "示市监")
    page = visit("管").get("/start/office").text
    assert "由环境变量 HUBIAO_OFFICE_SHORT 设定，不能在此更改" in page
    assert 'name="office_short"' not in page


def test_a_colleague_needs_a_real_name(office: Office, visit: Enter) -> None:
    admin = visit("管")
    fields = {"act": "another", "name": "li", "role": "approver", "password": PASSWORD}
    assert admin.post("/start/people", **fields, full_name="").status_code == 400
    unknown = admin.post("/start/people", **fields | {"role": "king"}, full_name="示例李某")
    assert (unknown.status_code, "请选择角色" in unknown.text) == (400, True)
    assert admin.post("/start/people", **fields, full_name="示例李某").status_code == 303
    with office[1].read() as session:
        assert "示例李某" in [user.full_name for user in list_users(session)]


def test_a_trial_that_fails_says_why_keeps_what_was_typed_and_is_on_record(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    answer = admin.post(
        "/start/stamp", act="try", timestamp_urls="http://127.0.0.1:9/", timestamp_anchors=""
    )
    assert answer.status_code == 400
    assert "未放行" in answer.text
    assert 'href="/settings#allow_addresses"' in answer.text
    assert "http://127.0.0.1:9/" in answer.text
    mail = admin.post("/start/mail", act="try", to="无效")
    assert (mail.status_code, "无效" in mail.text) == (400, True)
    with office[1].read() as session:
        trial = session.scalars(sa.select(AuditRow).where(AuditRow.act == "mail.trial")).one()
    assert trial.detail["taken"] is False


def test_a_stored_password_is_cleared_where_the_step_offers_it(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    admin.post("/start/mail", act="save", smtp_password="示例口令")
    assert 'name="forget:smtp_password"' in admin.get("/start/mail").text
    admin.post("/start/mail", act="save", smtp_password="")
    assert load_settings(home=office[0].home).smtp_password is not None
    admin.post("/start/mail", act="save", smtp_password="", **{"forget:smtp_password": "1"})
    assert load_settings(home=office[0].home).smtp_password is None


def test_the_first_task_is_saved_from_the_wizard(visit: Enter) -> None:
    admin = visit("管")
    saved = admin.post(
        "/start/task", act="save", name="示例首个任务", url="https://shop.invalid/", follow="site"
    )
    assert "示例首个任务" in admin.get(saved.headers["location"]).text


def test_the_list_is_put_away_and_shown_again(visit: Enter) -> None:
    admin = visit("管")
    admin.post("/start", act="put-away")
    assert 'id="start"' not in admin.get("/").text
    admin.post("/start", act="show")
    assert 'id="start"' in admin.get("/").text
