"""The letter's page shows an approver what an edit in Word changed, and why it may not stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from alerts.letters.warnings.risk_warnings import draft_warning
from alerts.letters.workflow.draft import add_facts
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document
from alerts.letters.workflow.review import keep_edit
from storage.base.database import Database
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.notices import load_notice
from tests.alerts.letters.workflow.test_edited_draft import reworded, with_paragraph
from tests.alerts.letters.workflow.test_risk_warnings import WRITTEN
from tests.console.sample_office import an_office, confirm_gathering
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> object:
    settings, database = an_office(
        tmp_path_factory.mktemp("office"),
        office_name="示例市市场监督管理局",
        office_contact="示例科室 0478-0000000",
    )
    with database.begin() as session:
        for lead in range(1, 13):
            decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence")
    confirm_gathering(database)
    yield settings, database
    database.close()


@pytest.fixture
def edited(office: tuple[Settings, Database]) -> int:
    """A warning with one sentence of its letter edited and another paragraph inserted."""
    settings, database = office
    today = datetime.now(OFFICE_TIME).date()
    with database.begin() as session:
        first = today - timedelta(days=9)
        row = draft_warning(session, settings, start=first, end=today, by="甲", added=WRITTEN)
        number = row.id
    with database.begin() as session:
        letter = check_notice(session, settings, number, today=today)
        packed = draft_document(settings, letter)
        changed = with_paragraph(reworded(packed, "联系人", "联络人"), "另请留意直播间。")
        keep_edit(session, settings, number, changed, by="甲", today=today)
    return number


def test_insertions_and_deletions_are_marked(edited: int, visit: Enter) -> None:
    page = visit("审").get(f"/notices/{edited}").text
    assert "修改对照" in page
    assert "<ins>另请留意直播间。</ins>" in page
    assert "联<del>系</del><ins>络</ins>人" in page
    assert "审批通过" in page


def test_an_edit_that_no_longer_stands_can_be_given_up(
    office: tuple[Settings, Database], edited: int, visit: Enter
) -> None:
    settings, database = office
    with database.begin() as session:
        changed = {"fields.subject": "涉嫌仿冒示例酸奶商品信息集中出现"}
        add_facts(session, settings, load_notice(session, edited), changed, by="甲")
    page = visit("甲").get(f"/notices/{edited}").text
    assert "修改稿删去了“涉嫌仿冒示例酸奶商品信息集中出现”" in page
    assert "放弃修改稿" in page
    assert "审批通过" not in visit("审").get(f"/notices/{edited}").text
    visit("甲").post(f"/notices/{edited}/rewrite")
    assert "修改对照" not in visit("甲").get(f"/notices/{edited}").text
    assert "审批通过" in visit("审").get(f"/notices/{edited}").text


def test_an_approved_letter_of_the_office_asks_for_its_seal(
    office: tuple[Settings, Database], edited: int, visit: Enter
) -> None:
    settings, database = office
    today = datetime.now(OFFICE_TIME).date()
    with database.read() as session:
        digest = check_notice(session, settings, edited, today=today).digest
    assert visit("审").post(f"/notices/{edited}/approve", draft_digest=digest).status_code == 303
    page = visit("甲").get(f"/notices/{edited}").text
    assert "机关文书须用印后发出" in page
    assert visit("甲").post(f"/notices/{edited}/send").status_code == 409
    words = {"sealed_by": "示例印章员", "sealed_on": today.isoformat()}
    assert visit("甲").post(f"/notices/{edited}/seal", **words).status_code == 303
    page = visit("甲").get(f"/notices/{edited}").text
    assert f"示例印章员，{today.isoformat()}（甲 登记）" in page
    assert "机关文书须用印后发出" not in page
