"""A letter is drafted only on a right that can carry it (right_basis.yml)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_letter
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.records import Right, RightKind, RightsBook
from storage.rights.book_import import import_rights
from tests.alerts.conftest import NOON

MORE_RIGHTS = RightsBook(
    rights=(
        Right(id="cutter", text="奶酪切割器", kind=RightKind.PATENT, registration_no="ZL1"),
        Right(id="sunflower", text="示例葵1号", kind=RightKind.PLANT_VARIETY),
    )
)


@pytest.fixture
def lead_on(database: Database, people: None, new_lead: Callable[..., int]) -> Callable[[str], int]:
    """A confirmed lead on that right."""
    with database.begin() as session:
        import_rights(session, MORE_RIGHTS)

    def make(right: str) -> int:
        with database.begin() as session:
            lead = new_lead(session, right=right)
            decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="no_licence")
            return lead

    return make


@pytest.mark.parametrize(
    ("slug", "right", "instead"),
    [
        ("platform-disposal", "sunflower", "线索移送函"),
        ("site-closure", "sunflower", "线索移送函"),
        ("identification-request", "ward", "平台处置函"),
        ("correction-order", "cutter", "案件来源登记表"),
        ("crime-transfer", "cutter", "线索移送函"),
        ("platform-assistance", "cutter", "平台处置函"),
    ],
)
def test_a_combination_without_words_is_refused_with_what_to_use(
    database: Database,
    settings: Settings,
    lead_on: Callable[[str], int],
    slug: str,
    right: str,
    instead: str,
) -> None:
    lead = lead_on(right)
    with database.begin() as session, pytest.raises(Refused) as refused:
        draft(session, settings, kind=find_kind(slug), lead_ids=[lead], by="zhang")
    assert refused.value.code == "letter.right-refused"
    assert instead in str(refused.value).partition("请改用")[2]


def test_product_rules_and_rights_do_not_share_a_transfer(
    database: Database, settings: Settings, lead_on: Callable[[str], int]
) -> None:
    leads = [lead_on("ward"), lead_on("hetao")]
    with database.begin() as session, pytest.raises(Refused) as refused:
        draft(session, settings, kind=find_kind("lead-transfer"), lead_ids=leads, by="zhang")
    assert refused.value.code == "letter.mixed-rights"


def test_a_letter_on_several_rights_says_how_many_there_are(
    database: Database, settings: Settings, lead_on: Callable[[str], int]
) -> None:
    leads = [lead_on("hetao"), lead_on("quiet")]
    with database.begin() as session:
        row = draft(
            session, settings, kind=find_kind("platform-disposal"), lead_ids=leads, by="zhang"
        )
        letter = check_letter(session, settings, row, today=NOON.date())
    reasons = {missing.element: missing.why for missing in letter.missing}
    assert reasons["一份文书只涉及一项权利"] == "应当恰有一项权利，现有2项"


def test_a_transfer_on_a_product_rule_proposes_which_rule_it_is(
    database: Database, settings: Settings, lead_on: Callable[[str], int]
) -> None:
    lead = lead_on("ward")
    with database.begin() as session:
        row = draft(session, settings, kind=find_kind("lead-transfer"), lead_ids=[lead], by="zhang")
        letter = check_letter(session, settings, row, today=NOON.date())
    assert letter.facts.fields["product_rule"] == "医疗机构制剂在市场上销售"
    assert "drug.hospital-preparations" in letter.law.articles
