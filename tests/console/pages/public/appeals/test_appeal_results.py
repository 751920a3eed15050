"""审查申诉: two persons on a letter, one without, and what follows from each result."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from alerts.reports.notice_accuracy import count_accuracy, noticed_listings
from storage.appeals.links import RESULT_PATH, appeal_key, result_token
from storage.base.vocabulary import DeadlineState, LeadState, NoticeState
from storage.evidence.audited.verdicts import check_decisions
from storage.leads.standing_verdicts import last_decision
from storage.tables import (
    AppealRow,
    AppealState,
    AuditRow,
    DeadlineRow,
    LeadRow,
    OutboxRow,
)
from storage.tables.base import now
from tests.console.pages.public.appeals.appealed_letters import (
    SHOP,
    STATEMENT,
    Office,
    alerted,
    appeal_state,
    file,
    lead_of,
    letter,
    noticed,
    send_letter,
)
from tests.console.visitor import Enter


def test_a_seller_appeals_and_two_persons_uphold_it(office: Office, visit: Enter) -> None:
    settings, database = office
    notice = noticed(office, "天赋河套 面粉 申诉甲")
    appeal = file(visit, office, notice)
    lead = lead_of(office, notice)
    assert lead.state is LeadState.NOTICED  # nothing changes before an officer read it
    assert appeal.papers[0].name == "许可合同.pdf"
    page = visit("甲").get(f"/appeals/{appeal.id}").text
    assert "许可合同.pdf" in page
    assert STATEMENT["contact"] in page

    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    assert lead_of(office, notice).state is LeadState.CONTESTED
    proposed = visit("审").post(
        f"/appeals/{appeal.id}", act="upheld", ground="licensed", answer="许可合同经权利人核实。"
    )
    assert proposed.status_code == 303
    assert appeal_state(office, appeal) is AppealState.PROPOSED
    refused = visit("审").post(f"/appeals/{appeal.id}/second", act="confirm")
    assert refused.status_code == 409
    assert "须由另一人复核" in refused.text
    assert visit("甲").post(f"/appeals/{appeal.id}/second", act="confirm").status_code == 403
    assert visit("管").post(f"/appeals/{appeal.id}/second", act="confirm").status_code == 303

    lead = lead_of(office, notice)
    assert lead.state is LeadState.DISMISSED
    with database.read() as session:
        verdict = last_decision(session, lead.id)
        assert verdict is not None
        assert (verdict.verdict, verdict.reason) == (
            "dismissed",
            "licensed",
        )
        stored = session.get_one(AppealRow, appeal.id)
        assert session.get_one(DeadlineRow, stored.deadline_id).state is DeadlineState.MET
        mail = session.scalar(sa.select(OutboxRow).where(OutboxRow.recipient == STATEMENT["mail"]))
        assert mail is not None
        assert "申诉成立" in mail.subject
        acts = set(session.scalars(
            sa.select(AuditRow.act).where(AuditRow.subject == f"appeal:{appeal.id}")
        ))  # fmt: skip
        accuracy = count_accuracy(noticed_listings(session, now() - timedelta(days=9), now()))
        check_decisions(session)
    assert acts == {"appeal.file", "appeal.admit", "appeal.propose", "appeal.upheld"}
    assert (accuracy.appealed, accuracy.upheld) == (1, 1)
    token = result_token(appeal_key(settings.home), appeal.id)
    result = visit(None).get(RESULT_PATH + token).text
    assert "申诉成立" in result
    assert "许可合同经权利人核实。" in result
    assert "甲" not in re.sub(r"申诉甲", "", result)  # no officer's name

    drafted = visit("甲").post(f"/appeals/{appeal.id}/letter")
    assert drafted.status_code == 303
    filled = visit("甲").get(drafted.headers["location"]).text
    assert "终止处置措施函" in filled
    assert "许可合同经权利人核实。" in filled
    assert str(letter(office, notice).number) in filled
    assert "申诉成立" in visit("看").get("/appeals").text
    assert appeal.number in visit("甲").get(f"/leads/{lead.id}?tab=all").text


def test_a_rejected_appeal_gives_the_lead_its_state_back(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉乙", state="refused")
    appeal = file(visit, office, notice)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    visit("甲").post(f"/appeals/{appeal.id}", act="rejected", answer="合同已于去年到期。")
    visit("审").post(f"/appeals/{appeal.id}/second", act="return", why="请附上核实记录。")
    assert appeal_state(office, appeal) is AppealState.ADMITTED
    visit("甲").post(f"/appeals/{appeal.id}", act="rejected", answer="合同已到期，权利人书面确认。")
    visit("审").post(f"/appeals/{appeal.id}/second", act="confirm")
    assert appeal_state(office, appeal) is AppealState.REJECTED
    assert lead_of(office, notice).state is LeadState.REFUSED


def test_a_removed_listing_stays_removed_until_the_appeal_is_upheld(
    office: Office, visit: Enter
) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉丙", state="removed")
    appeal = file(visit, office, notice)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    assert lead_of(office, notice).state is LeadState.REMOVED
    visit("甲").post(f"/appeals/{appeal.id}", act="upheld", ground="licensed", answer="属实。")
    visit("审").post(f"/appeals/{appeal.id}/second", act="confirm")
    assert lead_of(office, notice).state is LeadState.DISMISSED


def test_a_lead_without_a_letter_is_decided_by_one_person(office: Office, visit: Enter) -> None:
    lead = alerted(office, "天赋河套 面粉 申诉壬")
    form = visit(None).post("/appeal", reference=f"线索编号：{lead}", shop=SHOP).headers["location"]
    broken = visit(None).post(form, lead=str(lead), **{**STATEMENT, "mail": "kein"})
    assert broken.status_code == 400
    assert "不是有效的邮箱" in broken.text
    wrong_file = visit(None).post(
        form, lead=str(lead), **STATEMENT, files={"file": ("a.exe", b"MZ\x90")}
    )
    assert wrong_file.status_code == 400
    assert "须为 PDF" in wrong_file.text
    visit(None).post(form, lead=str(lead), **{**STATEMENT, "reason": "right_ended"})
    with office[1].read() as session:
        appeal = session.scalar(sa.select(AppealRow).order_by(AppealRow.id.desc()).limit(1))
    assert appeal is not None
    visit("乙").post(f"/appeals/{appeal.id}", act="admit")
    visit("乙").post(
        f"/appeals/{appeal.id}", act="upheld", ground="right_ended", answer="商标已被宣告无效。"
    )
    assert appeal_state(office, appeal) is AppealState.UPHELD
    with office[1].read() as session:
        assert session.get_one(LeadRow, lead).state is LeadState.DISMISSED
        corrections = sa.select(OutboxRow).where(OutboxRow.lead_id == lead)
        assert {mail.kind for mail in session.scalars(corrections)} == {"alert", "correction"}
    result = visit(None).get(
        RESULT_PATH + result_token(appeal_key(office[0].home), appeal.id)
    ).text  # fmt: skip
    assert "商标已被宣告无效" in result
    assert "函告" not in result  # no letter asked for a measure
    undone = visit("甲").post(f"/leads/{lead}/undo", note="误操作")
    assert undone.status_code == 409
    assert "商家申诉成立而排除" in undone.text


@pytest.mark.parametrize("state", [NoticeState.APPROVED, NoticeState.SENT])
def test_a_letter_that_is_approved_after_the_appeal_takes_two_persons_too(
    office: Office, visit: Enter, state: NoticeState
) -> None:
    lead = alerted(office, f"天赋河套 面粉 申诉癸 {state}")
    form = visit(None).post("/appeal", reference=str(lead), shop=SHOP).headers["location"]
    visit(None).post(form, lead=str(lead), **STATEMENT)
    with office[1].read() as session:
        appeal = session.scalars(sa.select(AppealRow).order_by(AppealRow.id.desc())).first()
    assert appeal is not None
    send_letter(office, lead, state)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    visit("甲").post(f"/appeals/{appeal.id}", act="upheld", ground="genuine", answer="发票属实。")
    assert appeal_state(office, appeal) is AppealState.PROPOSED
    unknown = visit("审").post(f"/appeals/{appeal.id}/second", act="")
    assert (unknown.status_code, appeal_state(office, appeal)) == (400, AppealState.PROPOSED)
    assert visit("审").post(f"/appeals/{appeal.id}/second", act="confirm").status_code == 303
    assert appeal_state(office, appeal) is AppealState.UPHELD
    with office[1].read() as session:
        named = session.get_one(AppealRow, appeal.id).notice_id is not None
    assert named is (state is NoticeState.SENT)


def test_a_website_is_taken_back_from_whom_it_was_reported_to(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉网站", kind="site-closure")
    appeal = file(visit, office, notice)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    visit("审").post(f"/appeals/{appeal.id}", act="upheld", ground="right_ended", answer="已失效。")
    visit("管").post(f"/appeals/{appeal.id}/second", act="confirm")
    drafted = visit("甲").post(f"/appeals/{appeal.id}/letter")
    page = visit("甲").get(drafted.headers["location"]).text
    assert "终止网站处置函" in page
    assert "贵平台" not in page
