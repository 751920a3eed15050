"""A complete draft of a notice, and the people who work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time

import pytest
import time_machine
from pydantic import JsonValue
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from storage.base.database import Database
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import Role, Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.attachments import keep_attachment
from storage.records import RightHolder, RightsBook, Signal
from storage.records.capture_facts import CaptureFacts
from storage.rights.book_import import import_rights
from storage.rights.certificates import add_right_file
from storage.tables import EvidenceRow
from tests.alerts.conftest import NOON
from tests.alerts.letters.sample_letters import TODAY
from tests.officers import enter_officer

NOTICE = find_kind("infringement-notice")
HASH = "5f3a0d1c6f6f0b5f9a2a9c1f6b70d9b0f5ad1f3f22c50d9d7b0c4a2f8e1b6a01"
SIGNALS = tuple(
    Signal.from_json(signal)
    for signal in (
        {"kind": "mark", "text": "天斌河套", "weight": 1.5, "explanation": "与权利标识近似"},
        {"kind": "goods", "text": "面粉", "weight": 1.0, "explanation": "与核定商品“面粉”相同"},
        {"kind": "position", "text": "天斌河套", "weight": 1.4, "explanation": "位于标题开头"},
    )
)
ADDED: Mapping[str, JsonValue] = {
    "recipient.name": "示例电商平台有限公司",
    "rights.0.classes": [30],
    "rights.0.valid_until": "2030-03-13",
    "rights.0.chain": "发出人即注册人",
    "confusion": "相关公众容易误认为来源于集体成员。",
    "fair_use.trademark_law": "置于标题首部，不属于对地名的正当使用。",
    "fair_use.collective_rules": "不限于在产地栏客观说明产地。",
    "guarantee.signatory": "示例负责人",
    "guarantee.capacity": "法定代表人",
    "guarantee.agreed_on": "2026-11-22",
    "fields.measure": "删除",
}


def add_papers(session: Session, settings: Settings, right: str = "hetao") -> None:
    """The registration certificate and the holder's identity paper on the right's page."""
    for kind in ("certificate", "identity"):
        file = keep_attachment(settings, f"{kind}.pdf", b"%PDF-1.7 " + kind.encode())
        add_right_file(session, right, kind, file, actor="li")


@pytest.fixture
def letters_day() -> Iterator[None]:
    """The clock stands on the day of the sample letters: from 2027 on the law of that day no longer
    holds, and a letter approved on it may not leave."""
    with time_machine.travel(datetime.combine(TODAY, time(12), OFFICE_TIME), tick=True):
        yield


@pytest.fixture
def people(database: Database, settings: Settings) -> None:
    holder = RightHolder(
        id="lvye",
        name="示例绿业公司",
        email="brand@holder.example",
        identity="统一社会信用代码 91150800MA0HETA008（示例）",
        address="示例路1号",
        contact="示例联系人",
        phone="0478-0000000",
    )
    with database.begin() as session:
        import_rights(session, RightsBook(holders=(holder,)))
        add_papers(session, settings)
        for name, role in (("zhang", Role.OFFICER), ("wang", Role.APPROVER), ("fa", Role.LEGAL)):
            enter_officer(session, name, role, full_name=f"示例{name}")


@pytest.fixture
def new_draft(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> Callable[..., int]:
    """Drafts a complete 侵权通知书 on that many confirmed leads with stamped evidence; its number."""

    def make(leads: int = 1) -> int:
        with database.begin() as session:
            numbers = [new_lead(session, signals=SIGNALS) for _ in range(leads)]
            for number in numbers:
                decide(session, number, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
                session.add(
                    EvidenceRow(
                        lead_id=number,
                        url="http://shop.example/item/1",
                        state="stamped",
                        folder=str(number),
                        manifest_sha256=HASH,
                        captured_at=NOON,
                        facts=CaptureFacts(stamped_at=NOON, authority="示例时间戳机构"),
                    )
                )
            row = draft(session, settings, kind=NOTICE, lead_ids=numbers, by="zhang", added=ADDED)
            return row.id

    return make


@pytest.fixture
def drafted(new_draft: Callable[..., int]) -> int:
    """A complete draft on one lead."""
    return new_draft()
