"""配合调查 and 现场核查 on a lead's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import NoticeState
from storage.tables import DeadlineRow, NoticeRow, PlatformReplyRow, ShopVisitRow
from storage.tables.base import now
from tests.console.form_samples import photo, typed
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


@pytest.fixture
def sent_notice(office: Office, visit: Enter) -> tuple[int, int]:
    """A notice drafted from the page of a lead, as if it had been sent twenty days ago."""
    (lead,) = add_leads(office[1], ["天赋河套 配合调查"])
    answer = visit("甲").post("/notices", kind="platform-assistance", lead=str(lead))
    number = int(answer.headers["location"].rpartition("/")[2])
    with office[1].begin() as session:
        row = session.get_one(NoticeRow, number)
        row.state, row.number = NoticeState.SENT, f"示市监配查〔2026〕{number}号"
        row.approved_at = row.sent_at = now() - timedelta(days=20)
    return number, lead


def test_service_reply_and_escalation_stand_on_the_lead(
    office: Office, visit: Enter, sent_notice: tuple[int, int]
) -> None:
    notice, lead = sent_notice
    officer = visit("甲")
    assert "登记送达，开始计期" in officer.get(f"/leads/{lead}?tab=all").text
    served = officer.post(
        f"/notices/{notice}/service", lead=str(lead), served_at=typed(19), how="平台入口"
    )
    assert served.headers["location"] == f"/leads/{lead}?tab=all#followups"
    page = officer.get(f"/leads/{lead}?tab=all").text
    assert "已逾期" in page
    assert "依据尚未与公布文本核对" in page
    officer.post(
        f"/notices/{notice}/replies", lead=str(lead), kind="information", replied_on=str(today()),
        remark="身份信息一份", files={"file": photo()},
    )  # fmt: skip
    with office[1].read() as session:
        reply = session.scalars(sa.select(PlatformReplyRow)).one()
        assert (reply.note, len(reply.files)) == ("身份信息一份", 1)
        state = session.scalar(sa.select(DeadlineRow.state).where(DeadlineRow.notice_id == notice))
        assert state == "running"  # the box 已全部反馈 was not ticked
    drafted = officer.post(f"/notices/{notice}/escalate", lead=str(lead), way="interview-notice")
    letter = officer.get(drafted.headers["location"]).text
    assert "身份信息一份" in letter
    page = officer.get(f"/leads/{lead}?tab=all").text
    assert "升级处理" in page
    assert "逾期未反馈，升级处理" in page


def test_a_visit_is_recorded_with_photographs_and_its_mark_followed(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 幽灵网店"])
    officer = visit("甲")
    there = {"address": "示例街9号", "officer_1": "张", "finding": "门牌处为住宅，未见该店"}
    alone = officer.post(f"/leads/{lead}/visits", visited_at=typed(2), **there)
    assert alone.status_code == 400
    assert "两名不同的执法人员" in alone.text
    officer.post(
        f"/leads/{lead}/visits", visited_at=typed(2), officer_2="李", address_false="yes",
        files={"photo": photo()}, **there,
    )  # fmt: skip
    with office[1].read() as session:
        row = session.scalars(sa.select(ShopVisitRow).where(ShopVisitRow.lead_id == lead)).one()
    (attachment,) = row.photos
    assert officer.get(f"/attachments/{attachment.sha256}").content == photo()[1]
    officer.post(f"/visits/{row.id}/mark", act="requested", at=typed(1))
    officer.post(f"/visits/{row.id}/mark", act="missing", note="店铺首页没有")
    page = officer.get(f"/leads/{lead}?tab=all").text
    assert "地址不实" in page
    assert "未见标示" in page
    assert "店铺首页没有" in page
    assert attachment.sha256[:12] in page


def test_a_viewer_sees_what_followed_and_no_form(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 只看"])
    page = visit("看").get(f"/leads/{lead}?tab=all").text
    assert "登记现场核查" not in page
    assert visit("看").post(f"/leads/{lead}/visits", address="x").status_code == 403
