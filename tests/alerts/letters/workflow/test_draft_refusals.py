"""Which leads and rights make a letter, and what nobody may fill in by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import add_facts, draft
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.errors import BadInput, Incomplete, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.notices import load_notice
from storage.records import RightsBook
from storage.rights.book_import import import_rights
from storage.rights.store import load_holder, load_right
from storage.tables import LeadRow
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.workflow.conftest import NOTICE


def test_a_letter_on_an_undecided_lead_waits_for_the_verdict(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        session.scalars(sa.select(LeadRow)).one().state = "claimed"
        missing = check_notice(session, settings, drafted, today=TODAY).missing
        assert [m.element for m in missing] == ["线索核查意见"]
        with pytest.raises(Incomplete, match="核查中"):
            approve(session, settings, drafted, by="wang", today=TODAY)


def test_leads_of_two_rights_or_a_dismissed_lead_make_no_notice(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        first, second, third = (
            new_lead(session),
            new_lead(session, right="quiet"),
            new_lead(session),
        )
        decide(session, third, Verdict.DISMISSED, officer="zhang", reason="place_name")
        with pytest.raises(Refused, match="dismissed"):
            draft(session, settings, kind=NOTICE, lead_ids=[third], by="zhang")
        for lead in (first, second):
            decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="same_mark")
        with pytest.raises(BadInput, match="asserts one right"):
            draft(session, settings, kind=NOTICE, lead_ids=[first, second], by="zhang")


def test_a_product_rule_never_becomes_a_holder_s_notice(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        lead = new_lead(session, right="ward")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="product_rule")
        with pytest.raises(Refused, match="产品管理规定没有权利人"):
            draft(session, settings, kind=NOTICE, lead_ids=[lead], by="zhang")


@pytest.mark.parametrize(
    "path",
    ["office.name", "approver", "number", "listings.0.sha256", "holder.name", "listings"],
)
def test_what_the_store_established_cannot_be_filled_in_by_hand(
    database: Database, settings: Settings, drafted: int, path: str
) -> None:
    with (
        database.begin() as session,
        pytest.raises(Refused, match=r"not filled in by hand|is on record|is not typed"),
    ):
        add_facts(session, settings, load_notice(session, drafted), {path: "x"}, by="zhang")


@pytest.mark.parametrize("kind", ["infringement-notice", "platform-disposal", "site-closure"])
def test_a_letter_on_a_right_that_nobody_verified_is_refused(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int], kind: str
) -> None:
    with database.begin() as session:
        right = replace(load_right(session, "hetao"), verified=False)
        holder = replace(load_holder(session, "lvye"), verified=False)
        import_rights(session, RightsBook(holders=(holder,), rights=(right,)))
        lead = new_lead(session)
        row = draft(session, settings, kind=find_kind(kind), lead_ids=[lead], by="zhang")
        missing = check_notice(session, settings, row.id, today=TODAY).missing
    lacking = {m.element: m for m in missing}
    assert lacking["权利登记信息已核对"].why == "“天赋河套”的登记信息无人核对过"
    assert lacking["权利登记信息已核对"].where.startswith("权利台账")
    assert ("权利人身份已核对" in lacking) == (kind == "infringement-notice")
