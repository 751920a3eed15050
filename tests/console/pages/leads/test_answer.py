"""The page behind the link of an alert: a right holder answers, an officer accepts."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.rights.answer_links import make_link
from storage.tables import (
    AnswerRow,
    LicenceRow,
)
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


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
    attachment = visit("甲").get(f"/attachments/{answer.attachments[0].sha256}")
    assert attachment.headers["content-disposition"].startswith("attachment")


def test_an_attachment_that_is_a_program_is_refused(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 附件 1"])
    with office[1].begin() as session:
        secret = make_link(session, lead_id=lead, holder_id="lvye")
    files = {"file": ("授权书.pdf", b"<script>alert(1)</script>")}
    answer = visit(None).post(f"/answer/{secret}", choice="authorised", files=files)
    assert answer.status_code == 400
    assert "须为 PDF、PNG 或 JPEG" in answer.text
