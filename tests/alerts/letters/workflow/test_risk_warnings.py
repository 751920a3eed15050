"""风险预警: the table of a bulletin comes from confirmed leads, its sending from an approval."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from alerts.insight.gatherings import Gatherings, find_gatherings
from alerts.insight.lead_places import UNKNOWN
from alerts.letters.warnings.public_text import public_blocks, whole_text
from alerts.letters.warnings.risk_warnings import draft_warning, exclusion_text
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import read_document
from alerts.letters.workflow.sending import seal, send
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Role, Verdict
from storage.leads.lifecycle import decide
from storage.outgoing.notices import load_notice
from storage.records import Listing
from storage.tables import LeadRow, OutboxRow, RunRow
from tests.alerts.conftest import FLOUR
from tests.alerts.letters.scans import scan
from tests.officers import enter_officer

pytestmark = pytest.mark.usefixtures("letters_day")

START, END = date(2026, 11, 1), date(2026, 11, 10)
WRITTEN = {
    "fields.subject": "涉嫌仿冒面粉商品信息集中出现",
    "fields.level": "橙",
    "fields.audience": "相关企业",
    "fields.summary": "涉嫌侵权的商品信息明显上升。",
    "fields.disguises": "同音、形近字替换。",
    "fields.advice_enterprises": "核对授权名册。",
    "fields.advice_public": "留意包装。",
}


@pytest.fixture
def office(settings: Settings) -> Settings:
    return settings.model_copy(update={"office_contact": "示例科室 0478-0000000"})


FAR = dataclasses.replace(FLOUR, title="天斌河套 雪花面粉", location="某处一号仓", operator=None)
Opened = Callable[..., int]


@pytest.fixture
def opened(database: Database, new_lead: Callable[..., int]) -> Opened:
    """Confirms a lead on a listing of a numbered shop, opened on a day of November (or before it)."""

    def confirm(
        day: int, *, shop: int = 1, right: str = "hetao", reason: str = "same_mark",
        listing: Listing = FAR, verdict: Verdict = Verdict.CONFIRMED,
    ) -> int:  # fmt: skip
        with database.begin() as session:
            lead = new_lead(
                session, dataclasses.replace(listing, shop=f"示例店{shop}"), right=right
            )
            note = "见说明" if reason == "other" else None
            decide(session, lead, verdict, officer="zhang", reason=reason, note=note)
            moment = datetime(2026, 11, 1, 12, tzinfo=OFFICE_TIME) + timedelta(days=day - 1)
            session.get_one(LeadRow, lead).opened_at = moment
        return lead

    return confirm


@pytest.fixture
def leads(database: Database, opened: Opened) -> None:
    """A group of four in the period, five in the periods before, one dismissed, one too late."""
    with database.begin() as session:
        enter_officer(session, "wang", Role.APPROVER, full_name="示例王")
        session.add(
            RunRow(started_at=datetime(2025, 1, 1, tzinfo=UTC), fingerprint="0" * 64, urls=())
        )
    for day, shop in (
        (3, 1),
        (5, 2),
        (9, 1),
        (10, 3),
        (-2, 1),
        (-9, 2),
        (-30, 1),
        (-364, 1),
        (-360, 2),
    ):
        opened(day, shop=shop)
    opened(4, verdict=Verdict.DISMISSED, reason="place_name")
    opened(11)


def gatherings(database: Database, settings: Settings) -> Gatherings:
    with database.read() as session:
        return find_gatherings(session, settings, START, END)


@pytest.mark.both_databases
@pytest.mark.usefixtures("leads")
def test_a_group_is_compared_with_the_period_before_and_with_the_same_days_a_year_before(
    database: Database, settings: Settings
) -> None:
    (row,) = gatherings(database, settings).rows
    assert (row.region, row.goods, row.platform) == ("某处一号仓", "面粉", "shop.example")
    assert (row.count, row.shops) == (4, 3)
    assert row.previous == 2, "环比: 22 to 31 October"
    assert row.last_year == 2, "同比: 1 to 10 November 2025"
    assert row.usual == 0.8, "three leads in four periods"


def test_what_was_not_watched_has_no_figure(
    database: Database, settings: Settings, opened: Opened
) -> None:
    for day, shop in ((-15, 1), (1, 1), (2, 2), (3, 2)):
        opened(day, shop=shop)
    (row,) = gatherings(database, settings).rows
    assert (row.previous, row.last_year, row.usual) == (0, None, None)


@pytest.mark.parametrize("days_and_shops", [[(1, 1), (2, 2)], [(1, 1), (2, 1), (3, 1), (4, 1)]])
def test_few_listings_or_one_shop_are_never_printed(
    database: Database, settings: Settings, opened: Opened, days_and_shops: list[tuple[int, int]]
) -> None:
    for day, shop in days_and_shops:
        opened(day, shop=shop)
    table = gatherings(database, settings)
    assert table.rows == ()
    assert "部分商品信息数量过少" in exclusion_text(table.excluded, settings)


def test_two_shops_of_one_operator_are_one_seller(
    database: Database, settings: Settings, opened: Opened
) -> None:
    owned = dataclasses.replace(FAR, operator=FLOUR.operator)
    for day, shop in ((1, 1), (2, 2), (3, 3)):
        opened(day, shop=shop, listing=owned)
    assert gatherings(database, settings).rows == ()


def test_small_groups_are_joined_until_they_point_at_nobody(
    database: Database, settings: Settings, opened: Opened
) -> None:
    elsewhere = dataclasses.replace(FAR, platform="b.example")
    opened(1, shop=1)
    opened(2, shop=2)
    opened(3, shop=3, listing=elsewhere)
    (row,) = gatherings(database, settings).rows
    assert (row.region, row.goods, row.platform, row.count) == ("某处一号仓", "面粉", "多个平台", 3)


def test_a_joined_group_keeps_what_its_listings_share(
    database: Database, settings: Settings, opened: Opened
) -> None:
    meat = dataclasses.replace(FAR, title="天斌河套 羊肉", category=("羊肉",))
    opened(1, shop=1)
    opened(2, shop=2)
    opened(3, shop=3, listing=meat)
    (row,) = gatherings(database, settings).rows
    assert (row.goods, row.platform) == ("多类商品", "shop.example")


def test_only_infringements_of_a_registered_mark_count_and_the_others_are_named(
    database: Database, settings: Settings, opened: Opened
) -> None:
    for day, shop in ((1, 1), (2, 2), (3, 3)):
        opened(day, shop=shop)
    opened(4, shop=4, right="ward", reason="product_rule")
    opened(4, shop=5, reason="other")
    contested = opened(5, shop=6)
    with database.begin() as session:
        session.get_one(LeadRow, contested).state = LeadState.CONTESTED
    table = gatherings(database, settings)
    assert [row.count for row in table.rows] == [3]
    words = exclusion_text(table.excluded, settings)
    assert "经营者已声明不侵权的1条未计入" in words
    assert "产品管理规定1条" in words
    assert "以其他理由确认的1条未计入" in words


@pytest.mark.usefixtures("leads")
def test_the_heading_counts_what_the_table_prints(database: Database, office: Settings) -> None:
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=WRITTEN)
        approve(session, office, row.id, by="wang", today=END)
        assert row.docx_sha256 is not None
        text = whole_text(public_blocks(read_document(office, row.id, row.docx_sha256)))
    assert "本期列示1个热点，合计涉嫌侵犯注册商标专用权的商品信息4条" in text
    assert "+100%" in text
    assert "前四期均值" in text
    assert "同期常值" not in text
    assert "示例店" not in text


def test_a_table_that_somebody_wrote_is_held_to_the_floor_too(
    database: Database, office: Settings
) -> None:
    single = [{"region": "某县", "goods": "面粉", "platform": "a.example", "count": 1, "shops": 1}]
    with database.begin() as session:
        row = draft_warning(
            session, office, start=START, end=END, by="zhang", added={**WRITTEN, "hotspots": single}
        )
        missing = check_notice(session, office, row.id, today=END).missing
    assert "热点达到列示下限" in [item.element for item in missing]


def test_a_period_that_ends_before_it_starts_is_refused(
    database: Database, settings: Settings
) -> None:
    with database.read() as session, pytest.raises(BadInput, match="ends before"):
        find_gatherings(session, settings, END, START)


def test_a_page_without_a_place_is_counted_as_not_shown(
    database: Database, settings: Settings, opened: Opened
) -> None:
    for day, shop in ((1, 1), (2, 2), (3, 3)):
        opened(day, shop=shop, listing=dataclasses.replace(FAR, location=None))
    assert gatherings(database, settings).rows[0].region == UNKNOWN


@pytest.mark.usefixtures("leads")
def test_a_warning_goes_to_every_holder_that_can_be_reached(
    database: Database, office: Settings
) -> None:
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=WRITTEN)
        with pytest.raises(Refused, match="after its approval"):
            send(session, office, row.id, by="zhang")
        assert (
            approve(session, office, row.id, by="wang", today=END).number
            == "示市监风险预警〔2026〕1号"
        )
        with pytest.raises(Refused, match="leaves sealed"):
            send(session, office, row.id, by="zhang")
        seal(session, office, row.id, scan(), by="zhang", pages=1)
        sent = send(session, office, row.id, by="zhang")
        assert [mail.recipient for mail in sent.mails] == ["brand@holder.example"]
        assert len(session.scalars(sa.select(OutboxRow)).all()) == 1


@pytest.mark.usefixtures("leads")
def test_a_warning_for_the_public_is_published_not_mailed(
    database: Database, office: Settings
) -> None:
    public = {**WRITTEN, "fields.audience": "社会公众"}
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=public)
        approve(session, office, row.id, by="wang", today=END)
        with pytest.raises(Refused, match="record how"):
            send(session, office, row.id, by="zhang")
        send(session, office, row.id, by="zhang", handed_over="门户网站发布")
        assert load_notice(session, row.id).state == "sent"


def test_a_warning_without_figures_or_words_says_what_it_lacks(
    database: Database, office: Settings
) -> None:
    with database.begin() as session:
        row = draft_warning(session, office, start=START, end=END, by="zhang")
        names = [m.element for m in check_notice(session, office, row.id, today=END).missing]
    assert "热点统计表" in names
    assert "风险概况" in names
    assert "统计期间" not in names


@pytest.mark.usefixtures("leads")
@pytest.mark.parametrize(
    ("summary", "element"),
    [
        ("某店铺的商品构成侵权。", "使用“涉嫌”表述"),
        ("涉嫌侵权，店主电话13800000000。", "不含个人信息"),
    ],
)
def test_a_warning_neither_judges_nor_names_a_person(
    database: Database, office: Settings, summary: str, element: str
) -> None:
    with database.begin() as session:
        added = {**WRITTEN, "fields.summary": summary}
        row = draft_warning(session, office, start=START, end=END, by="zhang", added=added)
        missing = check_notice(session, office, row.id, today=END).missing
    assert [m.element for m in missing] == [element]
