"""What a letter rests on is asked again until it is sent: licence, right, verdict, answer, listing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import render_notice
from alerts.letters.workflow.sending import send
from storage.base.database import Database
from storage.base.errors import Incomplete
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Presence
from storage.listings.store import SeenListing, save_listings
from storage.outgoing.notices import load_notice
from storage.records import AuthorisedSeller, NextStep
from storage.rights.answer_links import make_link
from storage.rights.holder_answers import Answerer, answer_link
from storage.rights.licences import grant_licence
from storage.tables import AssessmentRow, Choice, HolderRow, ListingRow, RightRow
from tests.alerts.conftest import FLOUR, NOON

pytestmark = pytest.mark.usefixtures("letters_day")

Change = Callable[[Session], object]


def licensed(session: Session) -> None:
    seller = AuthorisedSeller(shop="示例粮油店", platform="shop.example", goods=("面粉",))
    grant_licence(session, "hetao", seller, actor="li")


def licensed_by_operator(session: Session) -> None:
    grant_licence(session, "hetao", AuthorisedSeller(shop="示例粮油有限公司"), actor="li")


def expired(session: Session) -> None:
    row = session.get_one(RightRow, "hetao")
    row.record = dataclasses.replace(row.record, valid_until=today() - timedelta(days=1))


def answered(session: Session, choice: Choice = Choice.SUPPLIED) -> None:
    secret = make_link(session, lead_id=1, holder_id="lvye")
    answerer = Answerer(name="示例经办人", function="法务专员")
    answer_link(session, secret, choice=choice, answerer=answerer)


def gone(session: Session) -> None:
    session.execute(sa.update(ListingRow).values(presence=Presence.MISSING))


def renamed(session: Session) -> None:
    listing = dataclasses.replace(FLOUR, title="雪花粉 5kg")
    save_listings(session, [SeenListing(key="k1", listing=listing)], run_id=None, at=NOON)


def renumbered(session: Session) -> None:
    row = session.get_one(RightRow, "hetao")
    row.record = dataclasses.replace(row.record, registration_no="87654321", goods=("饼干",))


def unverified(session: Session) -> None:
    row = session.get_one(RightRow, "hetao")
    row.record = dataclasses.replace(row.record, verified=False)


def transferred(session: Session) -> None:
    row = session.get_one(HolderRow, "lvye")
    row.record = dataclasses.replace(row.record, name="示例受让有限公司")


FALLEN = [
    pytest.param(licensed, "在许可台账内", id="shop-licensed"),
    pytest.param(licensed_by_operator, "在许可台账内", id="operator-licensed"),
    pytest.param(expired, "届满", id="right-expired"),
    pytest.param(answered, "答复为其授权或者提供的商品", id="holder-answered"),
    pytest.param(gone, "已不在", id="listing-gone"),
    pytest.param(renamed, "已改动", id="listing-changed"),
]


@pytest.mark.parametrize(("change", "reason"), FALLEN)
def test_a_draft_whose_ground_fell_away_is_not_approved(
    database: Database, settings: Settings, drafted: int, change: Change, reason: str
) -> None:
    with database.begin() as session:
        assert check_notice(session, settings, drafted, today=NOON.date()).missing == ()
        change(session)
    with database.begin() as session:
        missing = check_notice(session, settings, drafted, today=today()).missing
        assert any(reason in finding.why for finding in missing)
        with pytest.raises(Incomplete) as refused:
            approve(session, settings, drafted, by="wang", today=today())
    assert any(reason in line for line in refused.value.missing)


CHANGED = [
    pytest.param(renumbered, "注册号、核定商品在审批之后已改动", id="right-renumbered"),
    pytest.param(unverified, "核对情况在审批之后已改动", id="right-unverified"),
    pytest.param(
        transferred, "权利人在审批之后已变更，现为“示例受让有限公司”", id="right-transferred"
    ),
]


@pytest.mark.parametrize(("change", "reason"), FALLEN + CHANGED)
def test_an_approved_letter_whose_ground_fell_away_is_neither_rendered_nor_sent(
    database: Database,
    settings: Settings,
    drafted: int,
    tmp_path: Path,
    change: Change,
    reason: str,
) -> None:
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=NOON.date())
    with database.begin() as session:
        change(session)
    with database.begin() as session:
        for attempt in (
            lambda: send(session, settings, drafted, by="zhang"),
            lambda: send(session, settings, drafted, by="zhang", handed_over="平台入口"),
            lambda: render_notice(session, settings, drafted, tmp_path, today=today()),
        ):
            with pytest.raises(Incomplete) as refused:
                attempt()
            assert refused.value.code == "letter.ground-fallen"
            assert any(reason in line for line in refused.value.missing)
        assert any(
            reason in finding.why
            for finding in check_notice(session, settings, drafted, today=today()).missing
        )


def _with_term(session: Session, until: date, filed: date | None) -> None:
    row = session.get_one(RightRow, "hetao")
    row.record = dataclasses.replace(row.record, valid_until=until, renewal_filed=filed)


def test_a_renewal_that_the_approver_did_not_know_of_or_that_was_struck_out_carries_no_letter(
    database: Database, settings: Settings, drafted: int
) -> None:
    ended = today() - timedelta(days=1)

    def why() -> list[str]:
        return [f.why for f in check_notice(session, settings, drafted, today=today()).missing]

    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=NOON.date())
    with database.begin() as session:
        _with_term(session, ended, ended)
        assert any("续展申请日在审批之后登记" in line for line in why())
        _with_term(session, today() + timedelta(days=100), today())
        assert why() == []
        notice = load_notice(session, drafted)
        approved = notice.record.approved
        assert approved is not None
        rights = tuple(
            dataclasses.replace(right, valid_until=ended, renewal_filed=ended)
            for right in approved.rights
        )
        approved = dataclasses.replace(approved, rights=rights)
        notice.record = dataclasses.replace(notice.record, approved=approved)
        _with_term(session, ended, ended)
        assert why() == []
        _with_term(session, ended, None)
        assert any("续展宽展期至" in line for line in why())


@pytest.mark.parametrize(
    "seller",
    [
        AuthorisedSeller(shop="示例粮油店", valid_until=NOON.date() - timedelta(days=1)),
        AuthorisedSeller(shop="示例粮油店", platform="other.example"),
        AuthorisedSeller(shop="示例粮油店", goods=("羊肉",)),
        AuthorisedSeller(shop="示例粮油店旗舰"),
    ],
)
def test_a_licence_for_something_else_stands_in_no_way(
    database: Database, settings: Settings, drafted: int, seller: AuthorisedSeller
) -> None:
    with database.begin() as session:
        grant_licence(session, "hetao", seller, actor="li")
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=NOON.date())
        assert send(session, settings, drafted, by="zhang").leads == (1,)


def test_the_day_of_the_check_decides_on_licences_and_rights(
    database: Database, settings: Settings, drafted: int
) -> None:
    until = AuthorisedSeller(shop="示例粮油店", valid_until=date(2026, 11, 30))
    with database.begin() as session:
        grant_licence(session, "hetao", until, actor="li")
    with database.begin() as session:
        during = check_notice(session, settings, drafted, today=date(2026, 11, 30))
        after = check_notice(session, settings, drafted, today=date(2026, 12, 1))
        late = check_notice(session, settings, drafted, today=date(2035, 1, 1))
    assert [finding.element for finding in during.missing] == ["店铺未获许可"]
    # The page was captured while the licence held: what it shows was allowed.
    assert [finding.why[:11] for finding in after.missing] == ["线索 1：固证当日（2"]
    assert "权利在有效期内" in [finding.element for finding in late.missing]


def test_another_price_is_a_remark_and_no_refusal(
    database: Database, settings: Settings, drafted: int
) -> None:
    listing = dataclasses.replace(FLOUR, price=FLOUR.price + 1 if FLOUR.price else None)
    with database.begin() as session:
        save_listings(session, [SeenListing(key="k1", listing=listing)], run_id=None, at=NOON)
    with database.begin() as session:
        letter = check_notice(session, settings, drafted, today=NOON.date())
    assert letter.missing == ()
    assert any("价格或者说明" in line for line in letter.warnings)


@pytest.mark.parametrize("step", [NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE])
def test_an_office_is_told_that_nobody_has_said_whose_goods_it_has_taken_down(
    database: Database, settings: Settings, drafted: int, step: NextStep
) -> None:
    def remarks(number: int) -> list[str]:
        letter = check_notice(session, settings, number, today=NOON.date())
        return [line for line in letter.warnings if "仅商品来源未定" in line]

    with database.begin() as session:
        disposal = draft(
            session, settings, kind=find_kind("platform-disposal"), lead_ids=[1], by="zhang"
        ).id
        assert remarks(disposal) == []
        session.execute(sa.update(AssessmentRow).values(next_step=step.value))
        (remark,) = remarks(disposal)
        assert remark.startswith("线索 1：")
        assert "协助辨认" in remark
        assert remarks(drafted) == [], "a holder knows its own goods"
        answered(session, Choice.UNAUTHORISED)
        assert remarks(disposal) == []


def test_a_letter_approved_before_the_law_turned_is_not_sent_after_it(
    database: Database, settings: Settings, drafted: int
) -> None:
    """The revised 商标法 holds from 2027-01-01: a letter that cites the milder fair use is written anew."""
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=date(2026, 12, 31))
        refusals = {
            day: [
                finding.why
                for finding in check_notice(session, settings, drafted, today=day).missing
                if finding.element == "法律依据的版本"
            ]
            for day in (date(2026, 12, 31), date(2027, 1, 1))
        }
    assert refusals[date(2026, 12, 31)] == []
    assert any(
        "第五十九条自2027年1月1日起为第七十三条" in why for why in refusals[date(2027, 1, 1)]
    )
    assert not any("第五十七条" in why for why in refusals[date(2027, 1, 1)])


def test_a_number_typed_by_the_earlier_law_is_asked_at_draft_and_at_sending(
    database: Database, settings: Settings, drafted: int
) -> None:
    """The procedure of an old act follows the letter's day: article 61 of 2019 is 75 from 2027-01-01."""
    with database.begin() as session:
        row = load_notice(session, drafted)
        row.record = dataclasses.replace(
            row.record, added={**row.record.added, "confusion": "参见商标法第六十一条。"}
        )

        def refusals(day: date) -> list[str]:
            letter = check_notice(session, settings, drafted, today=day)
            return [m.why for m in letter.missing if m.path == "confusion"]

        old, new = date(2026, 12, 31), date(2027, 1, 1)
        assert refusals(old) == []
        (at_draft,) = refusals(new)
        assert "依法查处与移送" in at_draft
        assert "应引第七十五条" in at_draft
        approve(session, settings, drafted, by="wang", today=old)
        assert refusals(old) == []
        assert refusals(new) == [at_draft]
