"""What the captures of a lead give to its letter: stamps, and the walls that a platform put up."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.compliance_ledger import HostConduct, record_conduct
from storage.records.capture_facts import CaptureFacts, OfficerBrowser
from storage.tables import EvidenceRow, RunRow
from tests.alerts.conftest import NOON
from tests.alerts.letters.sample_letters import TODAY, words_of
from tests.alerts.letters.workflow.conftest import HASH


def test_evidence_that_is_not_stamped_is_never_called_stamped(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        capture.state = "captured"
        letter = check_notice(session, settings, drafted, today=TODAY)
        assert letter.missing == ()
        assert (letter.facts.evidence[0].stamped_at, letter.facts.evidence[0].authority) == (
            None,
            None,
        )
        assert any("1项固证材料未加盖可信时间戳" in line for line in letter.warnings)
        words = words_of(draft_document(settings, letter))
        assert f" | 未加盖可信时间戳\nSHA-256：{HASH}" in words


def test_a_time_stamp_that_was_asked_for_is_waited_for(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        capture.state = "captured"
        capture.facts = CaptureFacts(authorities=("https://tsa.invalid",))
        missing = check_notice(session, settings, drafted, today=TODAY).missing
        assert [m.element for m in missing] == ["可信时间戳"]


def test_a_page_from_an_officer_s_browser_is_never_called_an_own_capture(
    database: Database, settings: Settings, drafted: int
) -> None:
    taken = OfficerBrowser(
        officer="li",
        full_name="示例李明",
        browser="示例浏览器",
        extension="1.0",
        taken_at=NOON,
        sent_at=NOON,
        received_at=NOON,
    )
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        capture.facts = CaptureFacts(officer_browser=taken)
        letter = check_notice(session, settings, drafted, today=TODAY)
        name = letter.facts.evidence[0].name
        assert name.startswith("执法人员示例李明在本人浏览器中提取的商品页面电子数据包")


def met_a_wall(
    session: Session,
    host: str,
    *,
    blocked: int,
    signed_in: bool = False,
    robots: str | None = "obeyed",
) -> None:
    run = RunRow(fingerprint=host, urls=[f"https://{host}/"], state="finished")
    session.add(run)
    session.flush()
    conduct = HostConduct(
        host=host, robots=robots, signed_in=signed_in, crawl_delay=1.0, requests=20, refused_by_robots=0,
        blocked=blocked, blocked_why="login" if blocked else None, user_agent="hubiao",
        first_at=NOON, last_at=NOON,
    )  # fmt: skip
    record_conduct(session, run.id, [conduct])


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("mall.example", True),
        ("mall.example:8443", True),
        ("item.mall.example", True),
        ("item.mall.example:8443", True),
        ("othermall.example", False),
        ("mall.example.net", False),
    ],
)
def test_a_data_request_tells_the_walls_of_the_platform_s_own_hosts(
    database: Database, settings: Settings, people: None, host: str, named: bool
) -> None:
    with database.begin() as session:
        met_a_wall(session, host, blocked=3)
        row = draft(
            session,
            settings,
            kind=find_kind("data-request"),
            platform="mall.example",
            lead_ids=(),
            by="zhang",
        )
        lacking = {m.element for m in check_notice(session, settings, row.id, today=TODAY).missing}
    assert ("访问受限情况" not in lacking) is named
