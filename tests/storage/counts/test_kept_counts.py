"""Kept counts are those of the rows after every act, added up or not, on both databases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from alembic import command
from sqlalchemy.orm import Session

from alerts.reports.lead_events import ReportPeriod, happenings
from alerts.reports.period_counts import count_period
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.vocabulary import CONFIRMED, OPEN, LeadState, Verdict
from storage.counts.folding import fold_changes
from storage.counts.recount import is_wrong, recount, recount_if_wrong
from storage.counts.sources import source_counts
from storage.counts.stock import count_by_state, count_listings, stock_of
from storage.leads import lifecycle
from storage.leads.goods_sources import LAWFUL_REASONS, UNLAWFUL_REASONS
from storage.leads.opening import open_lead
from storage.leads.snoozes import snooze, wake_due
from storage.leads.standing_verdicts import last_decisions
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing, Right
from storage.records.source_count import NOTHING_COUNTED, SourceCount
from storage.tables import (
    AssessmentRow,
    DayCountRow,
    LeadRow,
    ListingRow,
    RightRow,
    ShopRow,
    VerdictRepeatRow,
)
from storage.teamwork.merges import merge, undo_merge
from storage.views.lead_queue import count_leads
from storage.views.queue.lead_filter import NOWHERE, LeadFilter, narrowed
from storage.views.rights_list import right_lines
from storage.views.shops.shop_list import find_shops
from tests.databases import between_revisions

_START = datetime(2026, 10, 1, 15, tzinfo=UTC)
"""An hour before midnight in the office: histories go over days on both sides of it."""
_REASONS = {
    Verdict.CONFIRMED: ("same_mark", "other"),
    Verdict.DISMISSED: ("place_name", "licensed", "genuine_resale"),
    Verdict.NEEDS_EVIDENCE: ("other",),
}


_VIEWS = (
    LeadFilter(),
    LeadFilter(states=OPEN, viewer="li"),
    LeadFilter(states=(LeadState.MERGED,)),
    LeadFilter(level="red"),
    LeadFilter(right="r1", states=CONFIRMED),
    LeadFilter(right="none of ours"),
    LeadFilter(platform="a.example"),
    LeadFilter(disguise="sound"),
    LeadFilter(region="15"),
    LeadFilter(region=""),
    LeadFilter(region="150802"),
    LeadFilter(region=NOWHERE, states=OPEN),
    LeadFilter(level="red", right="r1"),
    LeadFilter(campaign="铁拳"),
    LeadFilter(tier=3, states=OPEN),
    LeadFilter(next_step="none"),
    LeadFilter(campaign=""),
)
"""Views that the kept counts know, and some that they do not."""


class History:
    """Acts drawn by chance on one office; refused ones leave no trace."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.draw = random.Random(seed)
        self.listings = 0
        with database.begin() as session:
            for name in ("r1", "r2", "r3"):
                record = Right(id=name, text=f"示例{name}")
                session.add(RightRow(id=name, text=record.text, kind="trademark", record=record))

    def step(self) -> None:
        acts: list[Callable[[Session], object]] = [
            self.see, self.see, self.decide, self.decide, self.decide, self.undo, self.merge,
            self.undo_merge, self.change_facets, self.relist, self.claim, self.snooze, fold_changes,
            lambda session: fold_changes(session, limit=3),
        ]  # fmt: skip
        act = self.draw.choice(acts)
        with suppress(HubiaoError), self.database.begin() as session:
            act(session)

    def see(self, session: Session) -> None:
        """A new listing of some shop; half of them become leads."""
        self.listings += 1
        platform = self.draw.choice(("a.example", "b.example"))
        listing = Listing(
            url=f"https://{platform}/{self.listings}", title="示例面粉", platform=platform,
            shop=self.draw.choice(("甲店", "乙店", None)),
        )  # fmt: skip
        key = f"k{self.listings}"
        save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=_now())
        row = session.scalars(sa.select(ListingRow).where(ListingRow.key == key)).one()
        if self.draw.random() < 0.5:
            return
        assessment = AssessmentRow(
            version_id=row.version_id, right_id=self.draw.choice(("r1", "r2", "r3")), basis="b",
            model="m", score=0.8, level=self.draw.choice(("red", "yellow")), lead=True, signals=(),
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        open_lead(session, assessment, row.id, tier=2)

    def lead(self, session: Session, *states: LeadState) -> LeadRow:
        query = sa.select(LeadRow).order_by(LeadRow.id)
        if states:
            query = query.where(LeadRow.state.in_(states))
        leads = session.scalars(query).all()
        if not leads:
            raise HubiaoError("lead.unknown", lead=0)
        return self.draw.choice(leads)

    def decide(self, session: Session) -> None:
        verdict = self.draw.choice(list(Verdict))
        lead = self.lead(session)
        lifecycle.decide(
            session,
            lead.id,
            verdict,
            officer="li",
            note="核对",
            reason=self.draw.choice(_REASONS[verdict]),
        )

    def undo(self, session: Session) -> None:
        lifecycle.undo(session, self.lead(session).id, officer="li")

    def claim(self, session: Session) -> None:
        lifecycle.claim(session, self.lead(session).id, officer="li")

    def merge(self, session: Session) -> None:
        merge(session, self.lead(session).id, self.lead(session).id, officer="li")

    def undo_merge(self, session: Session) -> None:
        undo_merge(session, self.lead(session, LeadState.MERGED).id, officer="li")

    def relist(self, session: Session) -> None:
        """A letter, a removal, and back into the queue, once or twice: another verdict may follow."""
        lead = self.lead(session, LeadState.CONFIRMED)
        for number in range(self.draw.choice((1, 2))):
            if number:
                lifecycle.decide(
                    session, lead.id, Verdict.CONFIRMED, officer="li", reason="no_licence"
                )
            for state in (LeadState.NOTICED, LeadState.REMOVED):
                lifecycle.advance(session, lead.id, state, actor="li")
            lifecycle.relist(session, lead)

    def snooze(self, session: Session) -> None:
        if self.draw.random() < 0.5:
            wake_due(session, _now().date() + timedelta(days=40))
        else:
            until = _now().date() + timedelta(days=10)
            snooze(session, self.lead(session).id, officer="li", until=until, until_change=False)

    def change_facets(self, session: Session) -> None:
        """What an assessment and a new version of the listing write on a lead."""
        lead = self.lead(session)
        shops = [None, *session.scalars(sa.select(ShopRow.id).order_by(ShopRow.id))]
        lead.level = self.draw.choice(("red", "yellow", "blue"))
        lead.region = self.draw.choice((None, "1508", "150802"))
        lead.campaign = self.draw.choice((None, "铁拳"))
        lead.disguise = self.draw.choice((None, "exact", "sound"))
        lead.shop_id = self.draw.choice(shops)
        lead.platform = self.draw.choice(("a.example", "b.example"))


def _now() -> datetime:
    return datetime.now(UTC)


def _live_sources(session: Session, right: str = "%") -> dict[tuple[str, str], SourceCount]:
    """The reasons of the verdicts that stand, lead by lead."""
    leads = session.scalars(sa.select(LeadRow).where(LeadRow.right_id.like(right))).all()
    verdicts = last_decisions(session, [lead.id for lead in leads])
    reasons: dict[tuple[str, str], list[str | None]] = {}
    for lead in leads:
        if lead.id in verdicts:
            reasons.setdefault((lead.right_id, lead.platform), []).append(verdicts[lead.id].reason)
    counts = {
        place: SourceCount(
            unlawful=sum(reason in UNLAWFUL_REASONS for reason in reasons[place]),
            lawful=sum(reason in LAWFUL_REASONS for reason in reasons[place]),
        )
        for place in reasons
    }
    return {place: count for place, count in counts.items() if count != NOTHING_COUNTED}


def _live_shops(session: Session) -> list[tuple[int, int, int]]:
    confirmed: Any = sa.func.count().filter(LeadRow.state.in_(CONFIRMED))
    rows = session.execute(
        sa.select(LeadRow.shop_id, sa.func.count(), confirmed)
        .where(LeadRow.shop_id.is_not(None))
        .group_by(LeadRow.shop_id)
        .order_by(confirmed.desc(), sa.func.count().desc(), LeadRow.shop_id)
    )
    return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(2))
def test_counts_are_those_of_the_rows_after_every_act(database: Database, seed: int) -> None:
    history = History(database, seed)
    with time_machine.travel(_START) as clock:
        for number in range(60):
            clock.shift(timedelta(hours=history.draw.randrange(9)))
            history.step()
            if number % 12 == 0:
                with database.read() as session:
                    assert not is_wrong(session), (seed, number)
        _check_readers(database)
        with database.begin() as session:
            while fold_changes(session, limit=50):
                pass
        _check_readers(database)


def _check_readers(database: Database) -> None:
    """What pages and the report read is what the rows say."""
    with database.read() as session:
        assert not is_wrong(session)
        leads = session.scalars(sa.select(LeadRow)).all()
        assert count_by_state(session) == Counter(lead.state for lead in leads)
        stock = stock_of(session, "right")
        for right, states in stock.items():
            assert states == Counter(lead.state for lead in leads if lead.right_id == right)
        assert count_listings(session) == session.scalar(
            sa.select(sa.func.count()).select_from(ListingRow)
        )
        for filters in _VIEWS:
            live = session.scalar(
                narrowed(sa.select(sa.func.count()).select_from(LeadRow), filters)
            )
            assert count_leads(session, filters) == live, filters
        numbers = Counter(lead.right_id for lead in leads)
        assert {line.id: line.leads for line in right_lines(session)} == {
            right: numbers[right] for right in ("r1", "r2", "r3")
        }
        assert source_counts(session) == _live_sources(session)
        assert source_counts(session, "r1") == _live_sources(session, "r1")
        lines = find_shops(session, "", offset=0, limit=50)
        assert [(line.id, line.leads, line.confirmed) for line in lines] == _live_shops(session)
        assert [line.id for line in find_shops(session, "", offset=1, limit=1)] == [
            line.id for line in lines[1:2]
        ]
        last = _now().date() + timedelta(days=1)
        for first in (date(2026, 10, 1), last - timedelta(days=9)):
            period = ReportPeriod(first=first, last=last)
            events = happenings(session, period, LeadFilter(states=tuple(LeadState)))
            counts = count_period(session, period, None)
            measures = Counter(measure for measure, _ in events)
            assert {name: counts.totals[name] for name in measures} == measures
            level_of = {lead.id: lead.level for lead in leads}
            by_level = Counter((level_of[lead], measure) for measure, lead in events)
            assert {place: counts.by["level"][place] for place in by_level} == by_level


@pytest.mark.both_databases
def test_a_wrong_count_is_noticed_and_counted_anew(database: Database) -> None:
    history = History(database, 7)
    for _ in range(20):
        history.step()
    assert not recount_if_wrong(database)
    with database.begin() as session:
        session.execute(sa.update(DayCountRow).values(number=DayCountRow.number + 1))
        session.add(
            DayCountRow(day=date(2026, 1, 1), dimension="all", key="", measure="opened", number=3)
        )
    assert recount_if_wrong(database)
    assert not recount_if_wrong(database)
    with database.begin() as session:
        recount(session)
        assert not is_wrong(session)


@pytest.mark.both_databases
def test_repeats_of_other_verdicts_are_noticed_though_their_numbers_add_up_alike(
    database: Database,
) -> None:
    history = History(database, 1)
    with database.begin() as session:
        while session.scalar(sa.select(LeadRow.id)) is None:
            history.see(session)
        lead = history.lead(session).id
        for _ in range(3):
            lifecycle.decide(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark")
            lifecycle.undo(session, lead, officer="li")
    numbers = sa.select(VerdictRepeatRow.decision_id).order_by(VerdictRepeatRow.decision_id)
    with database.begin() as session:
        repeats = session.scalars(numbers).all()
        assert len(repeats) == 2
        assert not is_wrong(session)
        session.execute(sa.delete(VerdictRepeatRow))
        session.add_all(
            VerdictRepeatRow(decision_id=number) for number in (repeats[0] - 1, repeats[1] + 1)
        )
        session.flush()
        assert is_wrong(session)
        recount(session)
        assert session.scalars(numbers).all() == repeats


@pytest.mark.both_databases
def test_a_filled_office_of_an_earlier_version_is_counted_and_goes_on_being_counted(
    database: Database,
) -> None:
    with time_machine.travel(_START):
        history = History(database, 3)
        for _ in range(30):
            history.step()
        with between_revisions(database) as (connection, config):
            command.downgrade(config, "0051")
            connection.execute(sa.update(LeadRow).values(level="blue"))
            command.upgrade(config, "head")
        with database.read() as session:
            assert not is_wrong(session)
            leads = session.scalar(sa.select(sa.func.count()).select_from(LeadRow))
            assert sum(stock_of(session, "level")["blue"].values()) == leads
        for _ in range(20):
            history.step()
        _check_readers(database)
