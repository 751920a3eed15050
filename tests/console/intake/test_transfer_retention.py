"""Packages of other offices go after their time, but never while a lead from one is worked on or held."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from console.intake.received_transfer import Reception, open_leads
from storage.base.errors import Refused
from storage.base.office_time import day_of, today
from storage.base.vocabulary import LeadState
from storage.evidence import retention
from storage.evidence.audit_chain_check import check_audit
from storage.leads.lead_state import note_act
from storage.outgoing.attachments import is_kept
from storage.tables import AuditRow, LeadRow, TransferLeadRow, TransferRow
from storage.transfers.receiving import find_transfer, package_content, waiting_counts
from storage.transfers.retention import delete_expired_packages
from tests.console.console_server import served
from tests.console.intake.transfer_offices import SENDER, TransferOffice
from tests.console.visitor import Visitor

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def received(content: bytes, take_in: Callable[[bytes], Reception]) -> None:
    """The receiving office has one package and opened its lead."""
    take_in(content)


def put(office: TransferOffice, state: str) -> None:
    with office.database.begin() as session:
        for lead in session.scalars(sa.select(LeadRow)):
            lead.state = LeadState(state)
            note_act(session, lead, actor="甲", act=f"lead.{state}")


def deleted(office: TransferOffice, **settings: int) -> int:
    later = NOW + timedelta(days=office.settings.received_keep_days + 1)
    effective = office.settings.model_copy(update=settings)
    with time_machine.travel(later, tick=True):
        return delete_expired_packages(office.database, effective)


def test_after_its_time_the_package_and_what_it_says_of_persons_go_and_the_row_stays(
    receiver: TransferOffice,
) -> None:
    put(receiver, "dismissed")
    assert delete_expired_packages(receiver.database, receiver.settings) == 0
    assert deleted(receiver) == 1
    assert deleted(receiver) == 0
    with receiver.database.read() as session:
        row = find_transfer(session, 1)
        assert not is_kept(receiver.settings, row.package.sha256)
        assert (row.office, row.letter_number) == (SENDER, f"示市监移〔{today().year}〕1号")
        (lead,) = row.description.leads
        assert (lead.history, row.description.letter.subject) == ((), "")
        assert set(lead.listing) <= {"url", "title", "shop", "platform", "item_id"}
        with pytest.raises(Refused, match="deleted on"):
            package_content(receiver.settings, row)
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.subject == "transfer:1"))
        assert acts.all()[-1] == "transfer.deleted"
    checks = check_audit(receiver.database, receiver.settings)
    failed = [check.line() for check in checks if not check.passed]
    assert [line for line in failed if not line.startswith("users.")] == []  # entered by the test
    assert len(open_leads(receiver.database, receiver.settings, 1, officer="甲")) == 1
    day = day_of(row.deleted_at).isoformat() if row.deleted_at else "-"
    with pytest.raises(Refused, match=day):
        open_leads(receiver.database, receiver.settings, 1, officer="甲", choices={0: "a"})


def test_a_lead_that_nobody_placed_in_all_that_time_waits_no_longer(
    receiver: TransferOffice,
) -> None:
    with receiver.database.begin() as session:
        session.execute(sa.update(TransferLeadRow).values(lead_id=None))
        assert waiting_counts(session) == {1: 1}
    assert deleted(receiver) == 1
    with receiver.database.begin() as session:
        assert waiting_counts(session) == {}
        session.get_one(TransferRow, 1).deleted_at = datetime(2031, 12, 31, 20, tzinfo=UTC)
    with pytest.raises(Refused, match="2032-01-01"):
        open_leads(receiver.database, receiver.settings, 1, officer="甲", choices={0: "a"})


@pytest.mark.parametrize("keeps", ["open", "held", "for ever"])
def test_what_is_worked_on_held_or_kept_for_ever_stays(
    receiver: TransferOffice, keeps: str
) -> None:
    put(receiver, "confirmed" if keeps == "open" else "dismissed")
    if keeps == "held":
        with receiver.database.begin() as session:
            retention.hold(session, 1, officer="甲", why="已提起诉讼")
    assert deleted(receiver, **({"received_keep_days": 0} if keeps == "for ever" else {})) == 0
    with receiver.database.read() as session:
        assert session.get_one(TransferRow, 1).deleted_at is None
        assert package_content(receiver.settings, session.get_one(TransferRow, 1))


@pytest.mark.both_databases
def test_what_is_held_while_the_deletion_begins_stays(receiver: TransferOffice) -> None:
    put(receiver, "dismissed")
    with ThreadPoolExecutor(1) as pool:
        with receiver.database.begin() as session:
            retention.hold(session, 1, officer="甲", why="已提起诉讼")
            deleting = pool.submit(deleted, receiver)
            with pytest.raises(TimeoutError):
                deleting.result(timeout=0.3)
        assert deleting.result(timeout=30) == 0
    with receiver.database.read() as session:
        assert package_content(receiver.settings, session.get_one(TransferRow, 1))


def test_the_pages_say_what_was_deleted_and_ask_for_no_right_any_more(
    receiver: TransferOffice,
) -> None:
    put(receiver, "dismissed")
    with receiver.database.begin() as session:
        session.execute(sa.update(TransferLeadRow).values(lead_id=None))
        assert waiting_counts(session) == {1: 1}
    assert deleted(receiver) == 1
    with receiver.database.read() as session:
        assert waiting_counts(session) == {}
    with served(receiver.settings, receiver.database) as address:
        visitor = Visitor(address, "甲")
        page, several = visitor.get("/transfers/1").text, visitor.get("/transfers").text
        visitor.close()
    assert "经过已按保存期限删除" in page
    assert "没有核查意见" not in page
    assert "待选权利" not in page + several
    assert "当事人</dt><dd>已按保存期限删除" in page
