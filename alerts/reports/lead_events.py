"""What happened to leads in a period, and where each lead belongs; every figure counts these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import BadInput
from storage.base.office_time import midnight
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState
from storage.counts.dimensions import ACTS
from storage.leads.standing_verdicts import is_standing
from storage.listings.regions import (
    CITY,
    COUNTY,
    PROVINCE,
    partner_cities,
    region_name,
    region_of_address,
)
from storage.tables import AuditRow, DecisionRow, LeadRow
from storage.views.queue.lead_filter import NOWHERE, LeadFilter, narrowed

UNKNOWN = "未显示"

MEASURES = {
    "opened": "新增线索",
    "confirmed": "确认",
    "dismissed": "排除",
    "needs_evidence": "待补证",
    "noticed": "发函",
    "removed": "下架",
    "refused": "未处置",
    "contested": "声明不侵权",
    "relisted": "复现",
}
"""The columns of a report, in order."""

DEFINITIONS = {
    "opened": "期间内首次出现的线索；一条商品信息对应一项权利计一条，已合并的重复线索不另计",
    "confirmed": "期间内作出且未撤销的“确认”核查意见所涉线索",
    "dismissed": "期间内作出且未撤销的“排除”核查意见所涉线索",
    "needs_evidence": "期间内作出且未撤销的“待补证”核查意见所涉线索",
    "noticed": "期间内发出文书所涉线索",
    "removed": "期间内复查发现商品信息已不存在的线索（以发现日计，登录页、验证页不计）",
    "refused": "期间内复查发现发函满七日仍未处置的线索",
    "contested": "期间内收到不侵权声明的线索",
    "relisted": "期间内下架后再次出现的线索",
}

_LEAD = "lead:"
"""Before the number of a lead that an act is about."""


@dataclass(frozen=True, kw_only=True)
class ReportPeriod:
    """From `first` to `last`, both days included, in office time."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput("period.reversed", first=self.first, last=self.last)

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after the period."""
        return midnight(self.last + timedelta(days=1))

    def before(self) -> ReportPeriod:
        """The period of the same length just before (环比)."""
        length = self.last - self.first
        last = self.first - timedelta(days=1)
        return ReportPeriod(first=last - length, last=last)


@dataclass(frozen=True)
class Spot:
    """One row of a breakdown."""

    name: str
    key: str | None = None
    """What the filter of that name takes to show exactly these leads; None where none does."""


def happenings(session: Session, period: ReportPeriod, scope: LeadFilter) -> set[tuple[str, int]]:
    """(measure, lead) of the period among the leads of a right, platform, region or campaign; a lead
    counts once in each measure."""
    opened = session.scalars(
        sa.select(LeadRow.id).where(
            LeadRow.opened_at >= period.start,
            LeadRow.opened_at < period.end,
            LeadRow.state != LeadState.MERGED,
        )
    )
    decided = session.execute(
        sa.select(DecisionRow.verdict, DecisionRow.lead_id).where(
            is_standing(),
            DecisionRow.decided_at >= period.start,
            DecisionRow.decided_at < period.end,
        )
    )
    events = {("opened", lead_id) for lead_id in opened}
    events |= {(verdict, lead_id) for verdict, lead_id in decided}
    events |= acts_of_period(session, period)
    within = set(session.scalars(narrowed(sa.select(LeadRow.id), scope)))
    return {(measure, lead) for measure, lead in events if lead in within}


def acts_of_period(session: Session, period: ReportPeriod) -> set[tuple[str, int]]:
    """(measure, lead) of what followed a letter in the period."""
    acts = session.execute(sa.select(AuditRow.act, AuditRow.subject).where(*_acts_within(period)))
    return {(ACTS[act], int(subject.removeprefix(_LEAD))) for act, subject in acts}


def _acts_within(period: ReportPeriod) -> tuple[Any, ...]:
    return (AuditRow.act.in_(ACTS), AuditRow.at >= period.start, AuditRow.at < period.end)


def region_spot(code: str | None, settings: Settings) -> Spot:
    """What a seller's division is counted as: our banners and counties, the partner cities, else
    the province."""
    if code is None:
        return Spot(UNKNOWN, NOWHERE)
    ours = region_of_address(settings.office_region)
    own_code = ours.code if ours and ours.code else None
    if own_code and code.startswith(own_code):
        deeper = len(code) == COUNTY
        return Spot(region_name(code), code) if deeper else Spot(f"{region_name(code)}（未细分）")
    city, province = code[:CITY], code[:PROVINCE]
    if city in partner_cities():
        return Spot(region_name(city), city)
    split = {city[:PROVINCE] for city in (*partner_cities(), *((own_code,) if own_code else ()))}
    return Spot(region_name(province), None if province in split else province)
