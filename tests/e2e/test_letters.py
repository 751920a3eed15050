"""A risk warning from draft to approval: filled by one officer, approved by another, read as PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from alerts.followup.verdicts import give_verdict
from alerts.letters.files.document_store import keep_document
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, NoticeState, Verdict
from storage.leads.lifecycle import advance
from storage.outgoing.notices import add_notice
from storage.tables.base import now
from tests.console.sample_office import add_leads, an_office
from tests.e2e.conftest import sign_in


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    """An office that confirmed a few leads and can be reached."""
    home = tmp_path_factory.mktemp("letters")
    settings, database = an_office(home, office_contact="示例联系人 0478-0000000")
    # A warning names no group of fewer than three listings, nor of one shop.
    second = add_leads(database, ["天赋河套 面粉 甲", "天赋河套 面粉 乙"], shop="示例第二店")
    third = add_leads(database, ["天赋河套 面粉 丙", "天赋河套 面粉 丁"], shop="示例第三店")
    with database.begin() as session:
        for lead in (1, 2, 3, 4, *second, *third):
            give_verdict(
                session,
                lead,
                Verdict.CONFIRMED,
                officer="甲",
                reason="no_licence",
                settings=settings,
            )
    yield settings, database
    database.close()


@pytest.fixture
def sent_letter(office: tuple[Settings, Database]) -> int:
    """A disposal letter on two leads that went out."""
    with office[1].begin() as session:
        row = add_notice(
            session, kind="platform-disposal", track="B", lead_ids=[1, 2], right_id=None,
            platform="shop.example", drafted_by="甲",
        )  # fmt: skip
        written = io.BytesIO()
        Document().save(written)
        row.docx_sha256 = keep_document(office[0], row.id, written.getvalue())
        row.state, row.sent_at = NoticeState.SENT, now()
        for lead in (1, 2):
            advance(session, lead, LeadState.NOTICED, actor="甲")
        return row.id


def test_a_statement_contests_one_lead_which_is_closed_with_its_reason(
    window: Page, sent_letter: int
) -> None:
    sign_in(window, "甲")
    window.goto(f"/notices/{sent_letter}")
    window.get_by_text("开始一个期限").click()
    window.get_by_label("种类").select_option("statement")
    window.get_by_label("涉及").select_option(label="线索 1")
    window.get_by_label("事件发生时间").fill("2026-01-05T09:00")
    window.get_by_role("button", name="开始", exact=True).click()
    course = window.locator("#course")
    expect(course.locator("tr", has_text="已声明不侵权")).to_have_count(1)
    expect(course).to_contain_text("电子商务法")
    window.goto("/leads/1?tab=all")
    expect(window.locator("main")).to_contain_text("已声明不侵权")
    window.get_by_text("办结", exact=True).first.click()
    window.get_by_label("办结理由").fill("权利人未在期限内投诉或者起诉")
    window.get_by_role("button", name="办结").click()
    expect(window.locator("main")).to_contain_text("权利人未在期限内投诉或者起诉")
    expect(window.get_by_label("办结理由")).to_have_count(0)
    window.goto(f"/notices/{sent_letter}")
    expect(window.locator("#course")).to_contain_text("不再需要")


def test_a_warning_is_filled_by_one_person_and_approved_by_another(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/notices")
    window.get_by_role("button", name="按热点起草").click()
    expect(window.locator("main")).to_contain_text("还缺")
    for box in window.locator(".missing textarea, .missing input").all():
        box.fill("涉嫌侵权商品集中出现，请留意。")
    for choice in window.locator(".missing select").all():
        choice.select_option(index=1)
    window.get_by_role("button", name="保存").first.click()
    expect(window.locator("main")).to_contain_text("须由另一人审批。可以审批的人：示例审。")
    letter = window.url

    window.get_by_role("button", name="退出").click()
    sign_in(window, "管")
    window.goto(letter)
    expect(window.locator("#no-approval")).to_contain_text("没有登记姓名")
    expect(window.get_by_role("button", name=re.compile("审批通过"))).to_have_count(0)

    window.get_by_role("button", name="退出").click()
    sign_in(window, "审")
    window.goto(letter)
    frame = window.locator("iframe[title=文稿预览]")
    expect(frame).to_be_visible()
    pdf = window.request.get(f"{letter}/preview.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    window.get_by_role("button", name=re.compile("审批通过")).click()
    expect(window.locator(".head")).to_contain_text("已审批")
    expect(window.locator(".head")).to_contain_text("〔")
    pdf = window.request.get(f"{letter}/preview.pdf")
    document = window.request.get(f"{letter}/document.docx")
    assert document.body().startswith(b"PK")

    window.locator("input[type=file]").set_input_files(
        {"name": "用印.pdf", "mimeType": "application/pdf", "buffer": b"<html>no pdf</html>"}
    )
    window.get_by_role("button", name="上传", exact=True).click()
    expect(window.get_by_role("alert")).to_contain_text("PDF、DOCX、PNG 或 JPEG")
    window.goto(letter)
    window.locator("input[type=file]").first.set_input_files(
        {"name": "用印.pdf", "mimeType": "application/pdf", "buffer": pdf.body()}
    )
    window.get_by_role("button", name="上传", exact=True).click()
    expect(window.locator(".head")).to_contain_text("已用印")
    window.get_by_label("已用其他方式送交").fill("当面送交")
    window.get_by_role("button", name="发出").click()
    expect(window.locator(".head")).to_contain_text("已发出")
    expect(window.locator("#course")).to_contain_text("以其他方式送交，没有邮件：当面送交（")

    window.get_by_text("登记回执、答复").click()
    window.get_by_label("答复内容").fill("已向会员企业转达")
    window.get_by_role("button", name="登记", exact=True).click()
    expect(window.locator("#course")).to_contain_text("已向会员企业转达")
    expect(window.locator(".head")).to_contain_text("已答复")
    window.get_by_text("开始一个期限").click()
    window.get_by_label("种类").select_option("resubmission")
    window.get_by_label("事件发生时间").fill("2026-01-05T09:00")
    window.get_by_role("button", name="开始", exact=True).click()
    expect(window.locator("#course")).to_contain_text("已过期")
    window.goto("/notices")
    expect(window.locator("tbody tr").first).to_contain_text("2026-01-12")
    window.goto(letter)
    window.get_by_role("button", name="已完成").click()
    expect(window.locator("#course")).not_to_contain_text("已过期")
