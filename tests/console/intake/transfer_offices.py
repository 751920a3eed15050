"""Two offices with a transfer letter between them: one that hands a lead over, one that takes it in (示例)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.hand_in_package import HandIn, hand_in
from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.evidence.entries import authorities, enter
from storage.evidence.visit import Occasion
from storage.leads.citable_captures import assessed_listing
from storage.leads.lifecycle import decide
from storage.people.accounts import set_names
from storage.records import Operator
from storage.tables import LeadRow, ListingRow
from tests.console.sample_office import add_leads, an_office
from tests.storage.evidence.visits import visit

SENDER, RECEIVER = "示例市市场监督管理局", "示例旗市场监督管理局"
TITLE = "天赋河套 雪花面粉 移送 5kg"
_ADDED = {
    "recipient.name": RECEIVER,
    "subject.name": "示例粮油有限公司",
    "subject.identity": "91150800MA0000001E",
    "subject.address": "示例旗示例路2号",
    "fields.receiver": "市场监督管理部门",
    "fields.reason": "当事人住所地在示例旗，由实际经营地管辖。",
    "fields.findings": "经核查，当事人在网店销售的面粉在标题中使用“天赋河套”字样。",
    "fields.amount_low": "1000.00",
    "fields.amount_high": "31000.00",
    "fields.amount_source": "下限为购样金额，上限为页面展示销量乘以标价。",
}


@dataclass(frozen=True)
class TransferOffice:
    """An office of the test."""

    settings: Settings
    database: Database


@dataclass(frozen=True)
class SendingOffice(TransferOffice):
    """The one that hands over."""

    lead: int
    letter: int

    def package(self, target: Path) -> HandIn:
        return hand_in(self.database, self.settings, self.letter, target, by="甲")


def sending_office(home: Path, **settings: object) -> SendingOffice:
    """An office with one captured, confirmed lead and its approved transfer letter."""
    effective, database = an_office(
        home,
        leads=0,
        office_name=SENDER,
        office_short="示市监",
        office_address="示例市示例路1号",
        office_contact="示例科 0470-0000000",
        **settings,
    )
    (lead,) = add_leads(
        database,
        [TITLE],
        item_id="1001",
        operator=Operator(name="示例粮油有限公司", credit_code="91150800MA0000001E"),
    )
    with database.begin() as session:
        for number in (1, 3):
            set_names(session, number, full_name=f"示例{number}", function="", actor="管")
        decide(
            session, lead, Verdict.CONFIRMED, officer="甲", reason="same_mark", note="店铺无许可"
        )
        assessed = assessed_listing(session, lead)
        listing = session.get_one(ListingRow, session.get_one(LeadRow, lead).listing_id)
        url = listing.url
    page = replace(
        visit(TITLE), url=url, final_url=url, kind="listing", text=f"{TITLE} 天赋河套 19.90"
    )
    enter(
        database,
        effective,
        page,
        Occasion(officer="甲", lead=lead),
        stampers=authorities(effective),
        assessed=assessed,
    )
    with database.begin() as session:
        kind = find_kind("lead-transfer")
        letter = draft(session, effective, kind=kind, lead_ids=[lead], by="甲", added=_ADDED).id
    with database.begin() as session:
        approve(session, effective, letter, by="审", today=today())
    return SendingOffice(settings=effective, database=database, lead=lead, letter=letter)


def receiving_office(home: Path, **settings: object) -> TransferOffice:
    """An office without any lead."""
    effective, database = an_office(
        home, leads=0, office_name=RECEIVER, office_short="示旗监", **settings
    )
    return TransferOffice(settings=effective, database=database)
