"""新线索即时通知: leads of tier 1 are mailed to the officers at once, each lead in one mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.urgent_leads import queue_urgent_leads
from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow, OutboxRow
from storage.tables.base import now
from tests.alerts.conftest import FLOUR, OpenLead

SETTINGS = Settings(officer_mails=("li@office.example",))


def mails(session: Session) -> list[OutboxRow]:
    return list(session.scalars(sa.select(OutboxRow).order_by(OutboxRow.id)))


@pytest.mark.both_databases
def test_a_lead_of_the_first_tier_is_told_of_once_and_one_of_another_tier_is_not(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        first = new_lead(session, FLOUR, key="1")
        low = new_lead(session, FLOUR, key="2")
        session.get_one(LeadRow, low).tier = 2
        session.flush()
        assert queue_urgent_leads(session, SETTINGS) == 1
        assert queue_urgent_leads(session, SETTINGS) == 0
        second = new_lead(session, FLOUR, key="3")
        assert queue_urgent_leads(session, SETTINGS) == 1
        subjects = [mail.subject for mail in mails(session)]
    assert subjects == ["【一级保护新线索】1 条待核查"] * 2
    assert first < low < second


def test_an_old_lead_stands_in_the_digest_and_quiet_hours_hold(
    database: Database, new_lead: OpenLead
) -> None:
    quiet = Settings(officer_mails=("li@office.example",), quiet_hours="22:00-07:00")
    with database.begin() as session:
        lead = session.get_one(LeadRow, new_lead(session, FLOUR))
        lead.opened_at = now() - timedelta(days=2)
        session.flush()
        assert queue_urgent_leads(session, quiet) == 0
        lead.opened_at = now()
        session.flush()
        night = now().replace(hour=15, minute=0, second=0, microsecond=0)  # 23:00 in China
        lead.opened_at = night
        session.flush()
        assert queue_urgent_leads(session, quiet, at=night) == 1
        (mail,) = mails(session)
        assert mail.not_before is not None
        assert mail.not_before - night == timedelta(hours=8)


def test_without_officers_no_mail_is_made(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        new_lead(session, FLOUR)
        assert queue_urgent_leads(session, Settings()) == 0
