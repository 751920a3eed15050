"""The page behind the link of an alert: a right holder answers, an officer accepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from alerts.followup.verdicts import give_verdict
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.rights.answer_links import make_link
from storage.tables import (
    AnswerRow,
    LicenceRow,
)
from storage.tables.base import now
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


WHO = {"name": "示例经办人", "function": "法务专员"}


def link_to(office: Office, lead: int) -> str:
    with office[1].begin() as session:
        return f"/answer/{make_link(session, lead_id=lead, holder_id='lvye')}"


def test_a_holder_answers_through_the_link_and_an_officer_takes_it_over(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 答复 1"], shop="示例分销店")
    link = link_to(office, lead)
    stranger = visit(None)
    assert "天赋河套 答复 1" in stranger.get(link).text
    files = {"file": ("授权书.pdf", b"%PDF-1.7 made up")}
    sent = stranger.post(link, choice="authorised", remark="是我司分销商", files=files, **WHO)
    assert sent.status_code == 303
    assert "已收到贵单位的答复" in stranger.get(sent.headers["location"]).text
    page = visit("甲").get(f"/leads/{lead}?tab=all").text
    assert "是我司分销商" in page
    assert "示例经办人（法务专员）" in page
    with office[1].read() as session:
        answer = session.scalars(sa.select(AnswerRow).where(AnswerRow.lead_id == lead)).one()
    assert (answer.name, answer.function) == ("示例经办人", "法务专员")
    visit("甲").post(f"/answers/{answer.id}/accept", lead=str(lead))
    with office[1].read() as session:
        assert session.scalar(sa.select(LicenceRow.id).where(LicenceRow.shop == "示例分销店"))
    attachment = visit("甲").get(f"/attachments/{answer.attachments[0].sha256}")
    assert attachment.headers["content-disposition"].startswith("attachment")


def test_answering_twice_shows_the_answer_that_was_given(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 答复 2"])
    link = link_to(office, lead)
    stranger = visit(None)
    stranger.post(link, choice="unauthorised", **WHO)
    again = stranger.post(link, choice="supplied", **WHO)
    assert again.status_code == 200
    assert "贵单位已经答复" in again.text
    assert "也未经我单位授权" in again.text
    assert "示例经办人，法务专员" in again.text
    assert "<form" not in again.text
    with office[1].read() as session:
        assert session.scalars(
            sa.select(AnswerRow.choice).where(AnswerRow.lead_id == lead)
        ).all() == ["unauthorised"]


def test_the_page_asks_names_the_term_and_shows_nothing_of_the_console(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 电话13812345678 面粉"])
    with office[1].begin() as session:
        give_verdict(session, lead, Verdict.CONFIRMED, officer="甲", reason="same_mark",
                     settings=office[0])  # fmt: skip
    page = visit(None).get(f"{link_to(office, lead)}?choice=supplied").text
    assert office[0].office_name in page
    assert "该商品使用“天赋河套”商标是否经贵单位授权" in page
    assert "同一商品上使用相同商标" in page, "the officer's reason"
    assert "¥19.90" in page
    assert f"{now() + timedelta(days=30):%Y-%m-}" in page
    assert 'value="supplied" required checked' in page, "the button of the mail chose it"
    assert "13812345678" not in page
    for console in ("线索核查", "按键", "<script", 'href="/leads', 'href="/"', "退出"):
        assert console not in page, console


def test_who_answers_has_to_say_so(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 答复 3"])
    link = link_to(office, lead)
    for who in ({}, {"name": "示例经办人"}, {"name": "  ", "function": "法务"}):
        refused = visit(None).post(link, choice="supplied", remark="保留", **who)
        assert refused.status_code == 400
        assert "请填写答复人姓名和职务" in refused.text
        assert "保留</textarea>" in refused.text, "nothing typed is lost"


def test_a_link_that_is_wrong_or_over_gets_a_page_of_its_own(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 答复 4"])
    with office[1].begin() as session:
        over = make_link(session, lead_id=lead, holder_id="lvye", days=-1)
    for link in ("/answer/guess", f"/answer/{over}"):
        page = visit(None).get(link)
        assert page.status_code == 404
        assert "此链接无法使用" in page.text
        assert office[0].office_name in page.text
        assert 'href="/' not in page.text.replace('href="/static', "")
        assert "天赋河套" not in page.text
    assert visit(None).post(f"/answer/{over}", choice="supplied", **WHO).status_code == 404


def test_an_attachment_that_is_a_program_is_refused(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 附件 1"])
    with office[1].begin() as session:
        secret = make_link(session, lead_id=lead, holder_id="lvye")
    files = {"file": ("授权书.pdf", b"<script>alert(1)</script>")}
    answer = visit(None).post(f"/answer/{secret}", choice="authorised", files=files, **WHO)
    assert answer.status_code == 400
    assert "须为 PDF、PNG 或 JPEG" in answer.text
