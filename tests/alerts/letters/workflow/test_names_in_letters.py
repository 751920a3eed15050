"""Whose names a letter prints: full names in the office's letters, no officer's in a holder's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.workflow.approval import MOST_CODE, approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document, read_document
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.message import Language
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.notices import load_notice
from storage.records import Right, RightHolder, RightKind, RightsBook
from storage.records.letter_record import Track
from storage.rights.book_import import import_rights
from storage.tables import UserRow
from tests.alerts.conftest import FLOUR
from tests.alerts.letters.sample_letters import LETTERS, TODAY, words_of

REGISTER = {
    "subject.name": "示例粮油有限公司",
    "fields.source": "网络监测",
    "fields.found_on": "2026年11月20日",
    "fields.provider": "监测任务",
    "fields.content": "涉嫌侵犯注册商标专用权。",
    "fields.registrar": "示例登记人",
    "fields.registered_on": "2026年11月20日",
}


@pytest.fixture
def office(settings: Settings) -> Settings:
    return settings.model_copy(update={"office_contact": "示例科 0478-0000000"})


@pytest.fixture
def registered(database: Database, office: Settings, new_draft: Callable[..., int]) -> int:
    """A 案件来源登记表, which prints who verified the lead, and who approves."""
    new_draft()
    kind = find_kind("case-source-register")
    with database.begin() as session:
        return draft(session, office, kind=kind, lead_ids=[1], by="zhang", added=REGISTER).id


def test_an_office_s_letter_prints_full_names(
    database: Database, office: Settings, registered: int
) -> None:
    with database.begin() as session:
        approve(session, office, registered, by="wang", today=TODAY)
        row = load_notice(session, registered)
        assert row.approved_by == "wang"
        assert row.record.approved is not None
        assert row.record.approved.approver == "示例wang"
        text = words_of(read_document(office, registered, str(row.docx_sha256)))
    assert "核查员示例zhang于" in text


def test_who_has_no_full_name_approves_no_letter_of_the_office(
    database: Database, office: Settings, registered: int
) -> None:
    with database.begin() as session:
        session.execute(sa.update(UserRow).values(full_name=None))
        with pytest.raises(Refused, match="no full name on record") as refused:
            approve(session, office, registered, by="wang", today=TODAY)
        assert "“用户”页面登记姓名" in refused.value.text(Language.CHINESE)
        assert load_notice(session, registered).number is None


def test_a_holder_s_notice_names_no_officer_and_keeps_them_on_record(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=TODAY)
        row = load_notice(session, drafted)
        approved = row.record.approved
        assert approved is not None
        assert (approved.reviewer.name, approved.approver) == ("zhang", "示例wang")
        text = words_of(read_document(settings, drafted, str(row.docx_sha256)))
    names = ("zhang", "wang", "核查员", "审批人", settings.office_name, settings.office_short)
    assert [name for name in names if name in text] == []


@pytest.mark.parametrize("kind", [k for k in kinds().values() if k.track is Track.HOLDER])
def test_no_kind_of_a_holder_s_letter_prints_an_officer(kind: Kind) -> None:
    text = (LETTERS / kind.slug / "expected.txt").read_text("utf-8")
    assert "示例核查员" not in text
    assert "示例审批人" not in text


def test_each_holder_has_a_series_of_its_own(
    database: Database, settings: Settings, drafted: int, new_lead: Callable[..., int]
) -> None:
    long_id = "a-very-long-identifier-of-a-holder-that-somebody-imported-from-a-table"
    with database.begin() as session:
        first = approve(session, settings, drafted, by="wang", today=TODAY)
        import_rights(
            session,
            RightsBook(
                holders=(
                    RightHolder(
                        id=long_id, name="示例长名协会", email="x@holder.example",
                        identity="91150800MA0HETA008", address="示例路", contact="示例",
                        phone="0478-0000000",
                    ),
                ),
                rights=(
                    Right(id="other", text="天斌", kind=RightKind.COLLECTIVE, holder=long_id,
                          registration_no="00000002", goods=("面粉",)),
                ),
            ),
        )  # fmt: skip
        assert first.number == "lvye权通〔2026〕1号"
        lead = new_lead(session, FLOUR, right="other", key="another")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="same_mark")
        kind = find_kind("withdrawal-correction")
        added = {
            "recipient.name": "示例电商平台有限公司",
            "fields.act": "撤回",
            "fields.original_number": "示例1号",
            "fields.original_on": "2026年11月10日",
            "fields.reason": "店铺已取得许可。",
            "guarantee.signatory": "示例负责人",
            "guarantee.capacity": "法定代表人",
        }
        numbers = []
        for leads in ([lead], [lead], [1]):
            row = draft(session, settings, kind=kind, lead_ids=leads, by="zhang", added=added)
            numbers.append(approve(session, settings, row.id, by="wang", today=TODAY).number)
        code = numbers[0].partition("权撤")[0]
        assert len(code) == MOST_CODE
        assert numbers == [
            f"{code}权撤〔2026〕1号",
            f"{code}权撤〔2026〕2号",
            "lvye权撤〔2026〕1号",
        ]


def test_a_draft_shows_the_full_name_before_the_approval(
    database: Database, office: Settings, registered: int
) -> None:
    with database.read() as session:
        letter = check_notice(session, office, registered, today=TODAY)
    assert letter.facts.reviewer.name == "示例zhang"
    assert "核查员示例zhang于" in words_of(draft_document(office, letter))
