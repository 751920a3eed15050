"""Stored strings of strangers: shown as text on every page, run on none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import openpyxl
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from alerts.followup.verdicts import give_verdict
from storage.audit import trail
from storage.base.database import Database
from storage.base.message import message_from_text
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.crawls.platform_files import save_profile
from storage.leads.tips import add_tip
from storage.outgoing.webhook_events import add_webhook, finish_message, tell_test
from storage.people.api_tokens import add_token
from storage.records import Right, RightHolder, RightsBook
from storage.records.letter_record import LetterAnswer, LetterRecord
from storage.rights.answer_links import make_link
from storage.rights.book_import import import_rights
from storage.tables import NoticeRow, OutboxRow, PlatformRow, RunRow, TaskRow
from storage.tables.base import now
from tests.console.sample_office import add_leads
from tests.e2e.conftest import open_context, sign_in
from tests.e2e.injection_strings import STRINGS

Office = tuple[Settings, Database]
ALL_IN_ONE = " ".join(STRINGS)


@pytest.fixture(scope="module")
def leads(office: tuple[Settings, Database]) -> list[int]:
    """A lead with every string in every field, and the strings wherever a stranger can write."""
    settings, database = office
    for log in ("worker", "crawl-1"):
        (settings.folder("logs") / f"{log}.log").write_text(ALL_IN_ONE, "utf-8", "replace")
    fields = {
        "brand": ALL_IN_ONE, "shop": ALL_IN_ONE[:300], "description": ALL_IN_ONE,
        "image_text": ALL_IN_ONE, "location": ALL_IN_ONE, "attributes": {ALL_IN_ONE: ALL_IN_ONE},
        "category": STRINGS, "shop_url": "javascript:window.__ran=1",
    }  # fmt: skip
    made = add_leads(database, [f"{text} 天赋河套" for text in STRINGS], **fields)
    with database.begin() as session:
        for text in STRINGS[:4]:
            add_tip(
                session, url=f"https://x.invalid/{text}", words=text, contact=text[:99], source="x"
            )
        holder = RightHolder(id="h", name=ALL_IN_ONE)
        right = Right(
            id="evil", text=ALL_IN_ONE, registration_no=ALL_IN_ONE, holder="h", note=ALL_IN_ONE
        )
        import_rights(session, RightsBook(holders=(holder,), rights=(right,)))
        session.add(PlatformRow(host="<svg onload=window.__ran=1>", state="blocked",
                                state_why=ALL_IN_ONE, state_at=now()))  # fmt: skip
        task = TaskRow(name=ALL_IN_ONE[:200], urls=[f"https://x.invalid/{ALL_IN_ONE}"])
        session.add(task)
        session.flush()
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[ALL_IN_ONE], state="failed",
                           reason=message_from_text(ALL_IN_ONE)))  # fmt: skip
        add_token(session, STRINGS[0], "leads", "secret")
        add_webhook(session, settings.home, STRINGS[1], "https://x.invalid/%3Csvg%3E", actor="管")
        tell_test(session, 1, actor=ALL_IN_ONE)
        finish_message(session, 1, taken=False, reply=ALL_IN_ONE)
        save_profile(session, settings, "evil", f"title: {json.dumps(ALL_IN_ONE)}", actor="管")
        session.add(
            NoticeRow(kind="risk-warning", track="C", drafted_by=ALL_IN_ONE[:90], platform=STRINGS[9],
                      record=LetterRecord(
                          added={"fields.summary": ALL_IN_ONE},
                          answers=(LetterAnswer(note=ALL_IN_ONE, by=STRINGS[3],
                                                receipt=STRINGS[5]),)))
        )  # fmt: skip
        trail.record(
            session, actor=ALL_IN_ONE[:100], act="x", subject=ALL_IN_ONE[:120], d=ALL_IN_ONE
        )
    return made


@pytest.fixture(scope="module")
def watched(browser: Browser, address: str, leads: list[int]) -> Iterator[Page]:
    """A window that does not hold our content policy: what escapes nowhere must not run anyway."""
    context = open_context(browser, base_url=address, bypass_csp=True)
    page = context.new_page()
    sign_in(page, "管")
    yield page
    context.close()


def test_the_window_would_run_what_a_page_forgets_to_escape(browser: Browser, address: str) -> None:
    context = open_context(browser, base_url=address, bypass_csp=True)
    page = context.new_page()
    page.goto("/sign-in")
    page.evaluate(
        "document.querySelector('main').innerHTML = '<img src=x:x onerror=window.__ran=1>'"
    )
    page.wait_for_function("window.__ran === 1")
    context.close()


PLACES = (
    "/", "/leads?size=100", "/leads?group=shop", "/leads?group=picture",
    "/statistics", "/listings", "/shops", "/shops/2", "/tips", "/tasks", "/runs/1", "/rights",
    "/rights/evil", "/rights/evil/edit", "/holders", "/holders/h", "/programs", "/platforms",
    "/platforms/evil", "/notices/1", "/start", "/warnings", "/audit",
    "/system", "/settings", "/users", "/mailbox", "/notices",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_page_shows_strange_words_and_runs_none(watched: Page, place: str) -> None:
    answer = watched.goto(place)
    assert answer is not None
    assert answer.status == 200
    assert watched.evaluate("window.__ran") is None


def test_fifty_strings_run_on_no_lead_page_mail_or_filter(watched: Page, leads: list[int]) -> None:
    assert len(STRINGS) == 50
    for lead in leads[::7]:
        watched.goto(f"/leads/{lead}?tab=all&q={STRINGS[0]}")
        assert watched.evaluate("window.__ran") is None
        assert watched.locator("main a[href^='javascript' i], main a[href^='data' i]").count() == 0
    watched.goto(f"/leads/{leads[0]}?tab=all")
    expect(watched.locator(".goods")).to_contain_text("<script>window.__ran=1</script> 天赋河套")
    watched.keyboard.press("a")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**done=*")
    watched.goto("/mailbox/1")
    expect(watched.locator(".mailtext")).to_contain_text("天赋河套")
    assert watched.evaluate("window.__ran") is None
    watched.goto(f"/leads?tab=all&q={STRINGS[11]}&right={STRINGS[12]}&since={STRINGS[0]}")
    assert watched.evaluate("window.__ran") is None


def test_an_alert_with_all_strings_runs_nothing_in_a_mail_program_that_shows_html(
    browser: Browser, office: Office, leads: list[int]
) -> None:
    with office[1].begin() as session:
        give_verdict(session, leads[1], Verdict.CONFIRMED, officer="甲", reason="no_licence",
                     settings=office[0])  # fmt: skip
        body = session.scalars(sa.select(OutboxRow.body).where(OutboxRow.lead_id == leads[1])).one()
    message = message_from_bytes(body, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html",))
    assert isinstance(part, EmailMessage)
    page = browser.new_page()
    page.set_content(part.get_content())
    assert page.evaluate("window.__ran") is None
    assert page.locator("script, iframe, object, embed, [onerror], [onload]").count() == 0
    assert "window.__ran=1" in page.inner_text("body")
    page.close()


def test_a_holder_s_page_shows_the_strings_and_her_answer_runs_nothing_at_the_officer_s(
    watched: Page, browser: Browser, office: Office, address: str, leads: list[int]
) -> None:
    with office[1].begin() as session:
        secret = make_link(session, lead_id=leads[2], holder_id="lvye")
    context = open_context(browser, base_url=address, bypass_csp=True)
    page = context.new_page()
    page.goto(f"/answer/{secret}")
    assert page.evaluate("window.__ran") is None
    page.get_by_label("也未经我单位授权").check()
    page.get_by_label("答复人姓名").fill(ALL_IN_ONE[:50])
    page.get_by_label("职务").fill(ALL_IN_ONE[:50])
    page.get_by_label("说明").fill(ALL_IN_ONE[:2000])
    page.get_by_label("附件").set_input_files(
        {"name": "<img src=x onerror=window.__ran=1>.pdf", "mimeType": "application/pdf",
         "buffer": b"%PDF-1.7 made up"}
    )  # fmt: skip
    page.get_by_role("button", name="确认并提交答复").click()
    expect(page.locator(".done")).to_contain_text("已收到")
    context.close()
    watched.goto(f"/leads/{leads[2]}?tab=all")
    expect(watched.locator("main")).to_contain_text(".pdf")
    assert watched.evaluate("window.__ran") is None


def test_an_uploaded_sheet_of_strings_is_shown_as_text_and_its_name_too(watched: Page) -> None:
    rows = [
        ["id", "text", "note"],
        *([f"evil-{n}", f"{s}字", s] for n, s in enumerate(STRINGS[:30])),
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    watched.goto("/rights")
    watched.get_by_label("权利文件").set_input_files(
        {"name": "<svg onload=window.__ran=1>.csv", "mimeType": "text/csv",
         "buffer": text.getvalue().encode()}
    )  # fmt: skip
    watched.get_by_role("button", name="试导入").click()
    # The preview loads the classifiers and tries each right on the stored listings.
    preview = watched.locator("#preview")
    expect(preview).to_contain_text("<script>window.__ran=1</script>字")
    assert watched.evaluate("window.__ran") is None


def test_every_sheet_that_leaves_keeps_formulas_as_text(watched: Page, office: Office) -> None:
    titles = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
    add_leads(office[1], [f"{text} 天赋河套 公式" for text in titles], shop="=cmd|'/c calc'!A1")
    answer = watched.request.get("/leads/export.csv?tab=all&q=公式")
    cells = [cell for row in csv.reader(io.StringIO(answer.text())) for cell in row]
    assert any("天赋河套 公式" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")] == []
    for kind in ("csv", "xlsx"):
        report = watched.request.get(f"/statistics/report.{kind}")
        if kind == "xlsx" and report.ok:
            book = openpyxl.load_workbook(io.BytesIO(report.body()))
            kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
            assert "f" not in kinds
