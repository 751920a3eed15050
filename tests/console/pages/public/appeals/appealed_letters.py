"""Letters and alerts against which the shop of these tests appeals, and its appeal through the public pages."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from alerts.followup.verdicts import give_verdict
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, MailState, NoticeState, Verdict
from storage.leads.lifecycle import advance
from storage.tables import (
    AppealRow,
    AppealState,
    LeadRow,
    ListingRow,
    NoticeRow,
    OutboxRow,
)
from storage.tables.base import now
from tests.console.sample_office import add_leads
from tests.console.visitor import Enter

Office = tuple[Settings, Database]
SHOP = "示例申诉粮油店"
STATEMENT = {
    "reason": "licensed",
    "statement": "本店经权利人许可销售，许可合同见附件。",
    "name": "示例申诉粮油店（个体工商户）",
    "contact": "示例联系人 0478-0000000",
    "mail": "seller@shop.invalid",
}


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
