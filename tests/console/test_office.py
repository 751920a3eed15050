"""The office's other pages: letters, imports, tips, users, exports, answers of holders."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.tasks import load_task
from storage.leads.tips import AN_HOUR_FROM_ONE
from storage.rights.answer_links import make_link
from storage.tables import (
    AnswerRow,
    AuditRow,
    LeadRow,
    LicenceRow,
    NoticeRow,
    RightRow,
    TipRow,
    UserRow,
)
from storage.tables.base import now
from storage.views.audit_list import first_break
from tests.console.console_server import served
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]

RIGHTS = """
holders: [{id: shili, name: 示例协会}]
rights: [{id: naipi, text: 示例奶皮子, holder: shili, classes: [29]}]
"""


def test_an_approval_names_the_draft_that_was_seen(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 审批 1"])
    page = visit("甲").get(f"/leads/{lead}").text
    assert f'action="/leads/{lead}/verdict' in page
    visit("甲").post(
        f"/leads/{lead}/verdict", verdict="confirmed", reason_confirmed="no_licence", revision="1"
    )
    drafted = visit("甲").post("/notices", kind="infringement-notice", lead=[f"{lead}:2"])
    assert drafted.status_code == 303, drafted.text
    letter = drafted.headers["location"]
    shown = visit("审").get(letter).text
    assert "还缺" in shown
    assert "材料不齐，不能成文" in shown
    assert visit("审").post(f"{letter}/approve", seen="0" * 64).status_code == 409
    with office[1].read() as session:
        row = session.get_one(NoticeRow, int(letter.rsplit("/", 1)[1]))
        assert (row.state, row.number) == ("draft", None)


def test_a_trial_import_shows_each_fate_and_changes_nothing(office: Office, visit: Enter) -> None:
    file = {"file": ("rights.yml", RIGHTS.encode())}
    answer = visit("管").post("/rights/import", trial="1", files=file)
    assert "试导入（没有改变数据）" in answer.text
    assert "示例奶皮子" in answer.text
    with office[1].read() as session:
        assert session.get(RightRow, "naipi") is None
    visit("管").post("/rights/import", trial="0", files=file)
    with office[1].read() as session:
        assert session.get_one(RightRow, "naipi").text == "示例奶皮子"


def test_a_new_right_shows_what_it_would_catch_before_it_is_saved(
    office: Office, visit: Enter
) -> None:
    add_leads(office[1], ["示例云牧 鲜奶皮子 250g"], shop="示例小店", brand="示例云牧")
    form = {
        "id": "yunmu",
        "text": "示例云牧",
        "kind": "trademark",
        "classes": "29",
        "goods": "奶皮子",
    }
    shown = visit("管").post("/rights/new", act="preview", **form).text
    assert "查到 1 条" in shown
    assert "示例云牧 鲜奶皮子 250g" in shown
    with office[1].read() as session:
        assert session.get(RightRow, "yunmu") is None
    saved = visit("管").post("/rights/new", act="save", **form)
    assert saved.headers["location"] == "/rights/yunmu"
    again = visit("管").post("/rights/new", act="save", **form)
    assert (again.status_code, "已存在" in again.text) == (400, True)
    bad = visit("管").post("/rights/new", act="save", **{**form, "id": "other", "classes": "99"})
    assert bad.status_code == 400


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rights.exe", b"MZ", "不是"),
        ("rights.yml", b"rights: [{id: x}]", "text"),
        ("rights.yml", b"rights: [{id: x, text: y, colour: red}]", "colour"),
        ("rights.yml", b"{", "rights.yml"),
        ("rights.xlsx", b"PK\x03\x04broken", "rights.xlsx"),
    ],
)
def test_an_import_with_errors_says_what_and_where(
    visit: Enter, name: str, content: bytes, words: str
) -> None:
    answer = visit("管").post("/rights/import", trial="0", files={"file": (name, content)})
    assert answer.status_code == 400
    assert words in answer.text


def test_a_tip_of_the_public_waits_for_an_officer(office: Office, visit: Enter) -> None:
    stranger = visit(None)
    sent = stranger.post("/tip", url="https://shop.invalid/9", words="疑似仿冒", contact="")
    assert "谢谢，已收到" in sent.text
    assert stranger.post("/tip", url="ftp://x", words="").status_code == 400
    trapped = stranger.post("/tip", url="https://shop.invalid/8", homepage="http://spam.invalid")
    assert "谢谢" in trapped.text
    with office[1].read() as session:
        assert [tip.url for tip in session.scalars(sa.select(TipRow))] == ["https://shop.invalid/9"]
    assert "疑似仿冒" in visit("甲").get("/tips").text
    assert visit("甲").post("/tips/1", act="drop").status_code == 303
    assert visit("甲").post("/tips/1", act="drop").status_code == 409


def test_one_sender_cannot_flood_the_office_with_tips(visit: Enter) -> None:
    answers = [
        visit(None).post("/tip", url=f"https://shop.invalid/flood/{n}")
        for n in range(AN_HOUR_FROM_ONE + 1)
    ]
    assert answers[-1].status_code == 409
    assert "过于频繁" in answers[-1].text


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


def test_an_export_holds_the_view_and_keeps_formulas_as_text(office: Office, visit: Enter) -> None:
    titles = ['=HYPERLINK("http://x") 导出 天赋河套', "+1 导出 天赋河套", "@导出 天赋河套"]
    add_leads(office[1], titles)
    lines = visit("看").get("/leads/export.csv?tab=all&q=导出").text.splitlines()
    assert len(lines) == 4
    assert all("'=" in line or "'+" in line or "'@" in line for line in lines[1:])
    book = openpyxl.load_workbook(
        io.BytesIO(visit("看").get("/leads/export.xlsx?tab=all&q=导出").content)
    )
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]  # type: ignore[union-attr]
    assert all(cell.data_type != "f" for cell in cells)
    assert {cell.value for cell in cells} >= set(titles)
    assert len(visit("看").get("/leads/export.jsonl?tab=all&q=导出").text.splitlines()) == 3
    assert visit("看").get("/leads/export.pdf").status_code == 404


def test_a_holder_answers_through_the_link_and_an_officer_takes_it_over(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 答复 1"], shop="示例分销店")
    with office[1].begin() as session:
        secret = make_link(session, lead_id=lead, holder_id="lvye")
    stranger = visit(None)
    assert "天赋河套 答复 1" in stranger.get(f"/answer/{secret}").text
    files = {"file": ("授权书.pdf", b"%PDF-1.7 made up")}
    sent = stranger.post(
        f"/answer/{secret}", choice="authorised", remark="是我司分销商", files=files
    )
    assert "已收到贵司的答复" in sent.text
    assert "不能再次提交" in stranger.get(f"/answer/{secret}").text
    assert stranger.get("/answer/guess").status_code == 404
    page = visit("甲").get(f"/leads/{lead}?tab=all").text
    assert "是我司分销商" in page
    with office[1].read() as session:
        answer = session.scalars(sa.select(AnswerRow).where(AnswerRow.lead_id == lead)).one()
    visit("甲").post(f"/answers/{answer.id}/accept", lead=str(lead))
    with office[1].read() as session:
        assert session.scalar(sa.select(LicenceRow.id).where(LicenceRow.shop == "示例分销店"))
    kept = visit("甲").get(f"/attachments/{answer.attachments[0]['sha256']}")
    assert kept.headers["content-disposition"].startswith("attachment")


def test_an_attachment_that_is_a_program_is_refused(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 附件 1"])
    with office[1].begin() as session:
        secret = make_link(session, lead_id=lead, holder_id="lvye")
    files = {"file": ("授权书.pdf", b"<script>alert(1)</script>")}
    answer = visit(None).post(f"/answer/{secret}", choice="authorised", files=files)
    assert answer.status_code == 400
    assert "须为 PDF、PNG 或 JPEG" in answer.text


def test_a_task_is_made_in_plain_words_and_switched_off(office: Office, visit: Enter) -> None:
    made = visit("管").post(
        "/tasks", name="示例任务", urls="https://shop.invalid/", follow="site", render="auto",
        how="daily", at="06:00", weekday="1", cron="", max_pages="",
    )  # fmt: skip
    assert made.status_code == 303
    assert "每天 06:00" in visit("甲").get("/tasks").text
    assert visit("甲").post("/tasks/act", name="示例任务", act="disable").status_code == 409
    visit("管").post("/tasks/act", name="示例任务", act="disable")
    with office[1].read() as session:
        assert load_task(session, "示例任务").enabled is False


def test_a_broken_audit_chain_is_found_and_named(tmp_path: Path) -> None:
    from tests.console.sample_office import an_office

    settings, database = an_office(tmp_path, leads=2)
    with database.read() as session:
        assert first_break(session) is None
    with database.begin() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.id == 3).values(actor="别人"))
    with served(settings, database) as url:
        visitor = Visitor(url, "法")
        assert "第 3 条处中断" in visitor.post("/audit").text
        visitor.close()
    database.close()


def test_secrets_are_masked_on_the_settings_page(tmp_path: Path) -> None:
    from console.web.settings_view import shown_settings

    settings = Settings(
        home=tmp_path, smtp_password="hidden-one", database_url="postgresql://u:hidden-two@h/d"
    )
    shown = " ".join(item.value for _, group in shown_settings(settings) for item in group)
    assert "hidden" not in shown
    assert "••••••" in shown


def test_old_claims_go_back_into_the_queue(office: Office, visit: Enter) -> None:
    from console.work.worker import _claims

    (lead,) = add_leads(office[1], ["天赋河套 过期认领"])
    visit("甲").post(f"/leads/{lead}/claim", revision="1")
    assert _claims(office[1], office[0]) == 0
    with office[1].begin() as session:
        session.get_one(LeadRow, lead).claimed_at = now() - timedelta(hours=1)
    assert _claims(office[1], office[0]) == 1
    with office[1].read() as session:
        assert session.get_one(LeadRow, lead).state == "pending"


def test_the_template_of_the_rights_imports_as_it_is(visit: Enter) -> None:
    book = visit("管").get("/rights/template.xlsx").content
    answer = visit("管").post(
        "/rights/import", trial="1", files={"file": ("rights-template.xlsx", book)}
    )
    assert answer.status_code == 200, answer.text
    assert "新增 <b>2</b>" in answer.text
    assert "示例面粉牌" in answer.text
