"""商家申诉: the seller's way in, two persons on a letter, and what follows from an upheld appeal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from alerts.followup.appeals import receive_appeal, take_appeal_back
from alerts.followup.verdicts import give_verdict
from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.workflow.draft import draft
from alerts.reports.notice_accuracy import count_accuracy, noticed_listings
from storage.appeals.appealable import APPEAL_DAYS, MEASURE_LETTERS, find_subject
from storage.appeals.filing import Statement
from storage.appeals.links import LETTER_PATH, RESULT_PATH, appeal_key, letter_token, result_token
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.base.vocabulary import DeadlineState, LeadState, MailState, NoticeState, Verdict
from storage.leads.lifecycle import advance
from storage.leads.standing_verdicts import last_decision
from storage.tables import (
    AppealRow,
    AppealState,
    AuditRow,
    DeadlineRow,
    LeadRow,
    ListingRow,
    NoticeRow,
    OutboxRow,
    SignInAddressRow,
)
from storage.tables.base import now
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
SHOP = "示例申诉粮油店"
STATEMENT = {
    "reason": "licensed",
    "statement": "本店经权利人许可销售，许可合同见附件。",
    "name": "示例申诉粮油店（个体工商户）",
    "contact": "示例联系人 0478-0000000",
    "mail": "seller@shop.invalid",
}


@pytest.fixture(autouse=True)
def each_test_is_a_sender_of_its_own(office: Office) -> Iterator[None]:
    yield
    with office[1].begin() as session:
        session.execute(sa.delete(SignInAddressRow))
        session.execute(
            sa.update(AppealRow).values(created_at=AppealRow.created_at, source="other")
        )


def noticed(
    office: Office,
    title: str,
    *,
    days_ago: int = 1,
    state: str | None = None,
    kind: str = "platform-disposal",
    shop: str | None = SHOP,
    platform: str | None = None,
) -> int:
    """A letter that was sent on one lead of the shop; its number."""
    settings, database = office
    (lead,) = add_leads(database, [title], shop=shop)
    with database.begin() as session:
        give_verdict(
            session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence", settings=settings
        )
        if platform:
            listing = session.get_one(ListingRow, session.get_one(LeadRow, lead).listing_id)
            listing.platform = platform
        row = draft(session, settings, kind=find_kind(kind), lead_ids=[lead], by="甲")
        row.state, row.number = NoticeState.SENT, f"示市监函〔2026〕{100 + row.id}号"
        row.sent_at = now() - timedelta(days=days_ago)
        advance(session, lead, LeadState.NOTICED, actor="甲", why="")
        if state:
            advance(session, lead, LeadState(state), actor="system", why="")
        return row.id


def alerted(office: Office, title: str, *, has_left: bool = True) -> int:
    """A confirmed lead of the shop whose alert reached the holder, without any letter."""
    settings, database = office
    (lead,) = add_leads(database, [title], shop=SHOP)
    with database.begin() as session:
        give_verdict(
            session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence", settings=settings
        )
        if has_left:
            alert = sa.update(OutboxRow).where(OutboxRow.lead_id == lead)
            session.execute(alert.values(state=MailState.SENT, sent_at=now()))
    return lead


def send_letter(office: Office, lead: int, state: NoticeState) -> None:
    """A letter to the platform on a lead that had none."""
    settings, database = office
    with database.begin() as session:
        row = draft(
            session, settings, kind=find_kind("platform-disposal"), lead_ids=[lead], by="甲"
        )
        row.state, row.number = state, f"示市监函〔2026〕{100 + row.id}号"
        row.sent_at = now() if state is NoticeState.SENT else None


def lead_of(office: Office, notice_id: int) -> LeadRow:
    with office[1].read() as session:
        lead = session.scalar(
            sa.select(LeadRow).where(
                LeadRow.id == sa.select(sa.text("lead_id")).select_from(sa.text("notice_leads"))
                .where(sa.text(f"notice_id = {notice_id}")).scalar_subquery()
            )
        )  # fmt: skip
        assert lead is not None
        return lead


def letter(office: Office, notice_id: int) -> NoticeRow:
    with office[1].read() as session:
        return session.get_one(NoticeRow, notice_id)


def file(visit: Enter, office: Office, notice_id: int, **changed: str) -> AppealRow:
    """Walk the public pages as the seller does."""
    seller = visit(None)
    entered = seller.post(
        "/appeal", reference=str(letter(office, notice_id).number).replace("〔", "[").replace("〕", "]"),
        shop=f" {SHOP}",
    )  # fmt: skip
    assert entered.status_code == 303, entered.text
    form = entered.headers["location"]
    page = seller.get(form).text
    assert "已获权利人许可" in page
    assert SHOP in page
    leads = re.findall(r'name="lead" value="(\d+)"', page)
    sent = seller.post(form, lead=leads, **{**STATEMENT, **changed},
                       files={"file": ("许可合同.pdf", b"%PDF-1.4 sample")})  # fmt: skip
    assert sent.status_code == 303, sent.text
    with office[1].read() as session:
        appeal = session.scalar(sa.select(AppealRow).order_by(AppealRow.id.desc()).limit(1))
        assert appeal is not None
    assert appeal.number in seller.get(sent.headers["location"]).text
    return appeal


def appeal_state(office: Office, appeal: AppealRow) -> AppealState:
    with office[1].read() as session:
        return session.get_one(AppealRow, appeal.id).state


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


def test_a_seller_withdraws_after_a_question(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉丁")
    appeal = file(visit, office, notice)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    address = RESULT_PATH + result_token(appeal_key(office[0].home), appeal.id)
    assert "不再审查" in visit(None).post(address).text
    assert visit(None).post(address, sure="1").status_code == 303
    assert appeal_state(office, appeal) is AppealState.WITHDRAWN
    assert lead_of(office, notice).state is LeadState.NOTICED


def test_number_and_shop_that_do_not_fit_tell_nothing(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉戊")
    seller, number = visit(None), str(letter(office, notice).number)
    words = {
        seller.post("/appeal", reference=reference, shop=shop).text.split('role="alert">')[1][:30]
        for reference, shop in ((number, "别的店"), ("示市监函〔2026〕9999号", SHOP), ("99999999", SHOP), ("１２", ""))
    }  # fmt: skip
    assert len(words) == 1
    assert "不相符" in words.pop()
    with office[1].read() as session:
        counted = session.scalars(sa.select(SignInAddressRow.address)).all()
    assert any(address.startswith("appeal:") for address in counted)


def test_the_letters_own_address_asks_for_the_shop_alone(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉己")
    token = letter_token(appeal_key(office[0].home), notice)
    page = visit(None).get(LETTER_PATH + token)
    assert page.status_code == 200
    assert str(letter(office, notice).number) in page.text
    assert 'name="reference"' not in page.text
    assert visit(None).post(LETTER_PATH + token, shop=SHOP).status_code == 303
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    of_an_appeal = result_token(appeal_key(office[0].home), notice)
    for wrong in (forged, "1-x", of_an_appeal):
        assert visit(None).get(LETTER_PATH + wrong).status_code == 404


def test_an_appeal_after_its_term_or_beside_a_running_one_is_refused(
    office: Office, visit: Enter
) -> None:
    late = noticed(office, "天赋河套 面粉 申诉庚", days_ago=APPEAL_DAYS + 1)
    refused = visit(None).post("/appeal", reference=str(letter(office, late).number), shop=SHOP)
    assert refused.status_code == 400
    assert "申诉期限" in refused.text
    running = noticed(office, "天赋河套 面粉 申诉辛")
    file(visit, office, running)
    again = visit(None).post("/appeal", reference=str(letter(office, running).number), shop=SHOP)
    assert "正在审查" in again.text


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


def test_a_transfer_and_a_lead_that_nobody_heard_of_are_not_answered_for(
    office: Office, visit: Enter
) -> None:
    assert set(MEASURE_LETTERS) == {slug for slug, kind in kinds().items() if kind.moves_leads}
    transfer = noticed(office, "天赋河套 面粉 申诉子", kind="lead-transfer")
    silent = alerted(office, "天赋河套 面粉 申诉丑", has_left=False)
    for reference in (str(letter(office, transfer).number), str(silent)):
        answer = visit(None).post("/appeal", reference=reference, shop=SHOP)
        assert answer.status_code == 400
        assert "不相符" in answer.text
    token = letter_token(appeal_key(office[0].home), transfer)
    assert str(letter(office, transfer).number) not in visit(None).get(LETTER_PATH + token).text


def test_the_address_of_a_market_names_none_of_its_shops(office: Office, visit: Enter) -> None:
    nameless = noticed(office, "天赋河套 面粉 申诉卯", shop=None)
    own_site = noticed(office, "天赋河套 面粉 申诉辰", shop=None, platform="own.invalid")
    for notice_id, status in ((nameless, 400), (own_site, 303)):
        number = str(letter(office, notice_id).number)
        answer = visit(None).post("/appeal", reference=number, shop="shop.invalid")
        assert answer.status_code == status


def test_of_two_appeals_filed_at_once_one_is_taken_and_each_has_its_own_term(
    office: Office,
) -> None:
    settings, database = office
    number = str(letter(office, noticed(office, "天赋河套 面粉 申诉寅")).number)
    statement = Statement(reason="genuine", words="有发票。", name="示例店", contact="示例")
    with database.read() as session:
        subject = find_subject(session, number, SHOP)
    leads = [lead.lead_id for lead in subject.leads]

    def file_again() -> DeadlineRow:
        with database.begin() as session:
            appeal = receive_appeal(
                session, settings, subject, leads, statement, papers=(), source="y"
            )
            return session.get_one(DeadlineRow, appeal.deadline_id)

    first = file_again()
    with pytest.raises(Refused, match="being examined"):
        file_again()
    with database.begin() as session:
        appeal_id = session.scalar(sa.select(sa.func.max(AppealRow.id)))
        take_appeal_back(session, int(appeal_id or 0))
    second = file_again()
    assert second.id != first.id
    assert second.state is DeadlineState.RUNNING
