"""Verdicts in the console: decided, refused kindly, taken back, in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow, OutboxRow
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def new_leads(office: Office, name: str, count: int = 1) -> list[int]:
    return add_leads(office[1], [f"天赋河套 {name} {number}" for number in range(count)])


def state_of(office: Office, lead: int) -> tuple[str, int]:
    with office[1].read() as session:
        row = session.get_one(LeadRow, lead)
        return row.state, row.revision


def confirm(visitor: Visitor, lead: int, revision: int, **more: str) -> object:
    return visitor.post(
        f"/leads/{lead}/verdict",
        verdict="confirmed",
        reason="no_licence",
        revision=str(revision),
        **more,
    )


def test_a_confirmation_decides_queues_the_alert_and_opens_the_next_lead(
    office: Office, visit: Enter
) -> None:
    first, _ = new_leads(office, "确认", 2)
    answer = visit("甲").post(
        f"/leads/{first}/verdict?q=确认",
        verdict="confirmed", reason="no_licence", revision="1",
    )  # fmt: skip
    assert answer.status_code == 303
    assert re.match(r"/leads/\d+\?.*done=", answer.headers["location"])
    bar = visit("甲").get(answer.headers["location"]).text
    assert "已确认（未经许可使用）" in bar[: bar.index("商品与权利标识")]
    assert state_of(office, first)[0] == "confirmed"
    with office[1].read() as session:
        mails = session.scalars(sa.select(OutboxRow).where(OutboxRow.lead_id == first)).all()
    assert [(mail.kind, mail.recipient) for mail in mails] == [("alert", "alerts@holder.invalid")]


def test_the_next_lead_is_claimed_on_the_way(office: Office, visit: Enter) -> None:
    first, second = new_leads(office, "下一条", 2)
    answer = visit("甲").post(
        f"/leads/{first}/verdict?q=下一条", verdict="dismissed", reason="wrong_match",
        revision="1",
    )  # fmt: skip
    assert answer.headers["location"].startswith(f"/leads/{second}?")
    assert state_of(office, second)[0] == "claimed"


def test_a_stale_page_is_refused_kindly_and_changes_nothing(office: Office, visit: Enter) -> None:
    (lead,) = new_leads(office, "过期页面")
    assert confirm(visit("甲"), lead, 1).status_code == 303  # type: ignore[attr-defined]
    before = state_of(office, lead)
    answer = visit("乙").post(
        f"/leads/{lead}/verdict",
        verdict="dismissed",
        reason="wrong_match",
        revision="1",
    )
    assert answer.status_code == 409
    assert "没有改变任何数据" in answer.text
    assert state_of(office, lead) == before


def test_two_officers_never_work_on_one_lead(office: Office, visit: Enter) -> None:
    (lead,) = new_leads(office, "认领")
    assert visit("甲").post(f"/leads/{lead}/claim", revision="1").status_code == 303
    page = visit("乙").get(f"/leads/{lead}")
    assert "正由 甲 核查" in page.text
    assert f'action="/leads/{lead}/verdict' not in page.text
    assert confirm(visit("乙"), lead, 2).status_code == 409  # type: ignore[attr-defined]
    assert state_of(office, lead)[0] == "claimed"


def test_an_undo_withdraws_the_alert_that_still_waits(office: Office, visit: Enter) -> None:
    (lead,) = new_leads(office, "撤销")
    confirm(visit("甲"), lead, 1)
    assert visit("甲").post(f"/leads/{lead}/undo").status_code == 303
    assert state_of(office, lead)[0] == "pending"
    with office[1].read() as session:
        states = session.scalars(sa.select(OutboxRow.state).where(OutboxRow.lead_id == lead)).all()
    assert states == ["withdrawn"]


def test_skipping_gives_the_claim_back(office: Office, visit: Enter) -> None:
    first, second = new_leads(office, "跳过", 2)
    visit("甲").post(f"/leads/{first}/claim", revision="1")
    answer = visit("甲").post(f"/leads/{first}/skip?q=跳过")
    assert answer.headers["location"] == f"/leads/{second}?q=%E8%B7%B3%E8%BF%87"
    assert state_of(office, first)[0] == "pending"


def test_a_bulk_verdict_counts_exactly_and_can_be_taken_back(office: Office, visit: Enter) -> None:
    leads = new_leads(office, "批量", 4)
    visit("乙").post(f"/leads/{leads[3]}/claim", revision="1")
    answer = visit("甲").post(
        "/leads/verdict",
        verdict="dismissed",
        reason="place_name",
        lead=[f"{lead}:1" for lead in leads],
    )
    assert "已处理 <b>3</b> 条，未处理 <b>1</b> 条" in answer.text
    assert [state_of(office, lead)[0] for lead in leads] == ["dismissed"] * 3 + ["claimed"]
    answer = visit("甲").post("/leads/undo", lead=[str(lead) for lead in leads[:3]])
    assert "已处理 <b>3</b> 条" in answer.text
    assert [state_of(office, lead)[0] for lead in leads] == ["pending"] * 3 + ["claimed"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"verdict": "guilty", "revision": "1"}, "没有“guilty”"),
        ({"verdict": "confirmed", "revision": "1"}, "理由"),
        ({"verdict": "confirmed", "reason": "other", "revision": "1"}, "请写明备注"),
        ({"verdict": "confirmed", "reason": "no_licence"}, "版本"),
    ],
)
def test_a_broken_form_is_refused_and_changes_nothing(
    office: Office, visit: Enter, fields: dict[str, str], words: str
) -> None:
    (lead,) = new_leads(office, f"坏表单 {sorted(fields.items())}")
    answer = visit("甲").post(f"/leads/{lead}/verdict", **fields)
    assert answer.status_code in (400, 409)
    assert words in answer.text
    assert state_of(office, lead) == ("pending", 1)


def test_the_lead_page_shows_what_speaks_against_beside_what_speaks_for(
    office: Office, visit: Enter
) -> None:
    (lead,) = new_leads(office, "两面")
    page = visit("甲").get(f"/leads/{lead}").text
    assert page.index("涉嫌侵权依据") < page.index("可能不侵权的理由") < page.index("正当使用")
    assert '<mark class="for">天赋河套</mark>' in page
    assert "发货地在巴彦淖尔市" in page
