"""期限的规则: the terms that the law sets once an officer records the event that starts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from storage.base.office_time import OFFICE_TIME, day_of
from storage.base.working_days import DueDay, add_days, add_working_days, working_days_before
from storage.law.article_words import with_articles


class Unit(StrEnum):
    """How a term is counted."""

    DAYS = "days"
    """Natural days; a last day that is a rest day moves on (民法典 §203)."""
    STRICT_DAYS = "strict-days"
    """Natural days without moving on: the earlier reading, for terms that bind the office."""
    WORKING_DAYS = "working-days"
    HOURS = "hours"


@dataclass(frozen=True, kw_only=True)
class LegalTermKind:
    """One kind of term."""

    name: str
    length: int
    unit: Unit
    ground: str
    """Where the law sets it, a provision by its name."""
    starts: str
    """The event that starts it."""
    early: int
    """Days before the end on which reminders begin; working days where the term is counted in them."""
    verified: bool = True
    """False: the text was not read in an official source; the office has to confirm it."""

    @property
    def basis(self) -> str:
        """Where the law in force today sets the term, in Chinese."""
        return with_articles(self.ground)


LEGAL_TERMS = {
    "statement": LegalTermKind(
        name="不侵权声明后的投诉、起诉期限",
        length=15,
        unit=Unit.DAYS,
        ground="[[e-commerce.counter-statement]]",
        starts="转送的声明到达权利人",
        early=5,
    ),
    "notarisation": LegalTermKind(
        name="公证认证材料的补充期限",
        length=20,
        unit=Unit.WORKING_DAYS,
        ground="法释〔2020〕9号",
        starts="提交初步材料",
        early=5,
    ),
    "transfer-decision": LegalTermKind(
        name="移送涉嫌犯罪案件的决定期限",
        length=3,
        unit=Unit.STRICT_DAYS,
        ground="[[crime-transfer.time-limits]]",
        starts="本机关负责人接到移送报告",
        early=1,
    ),
    "transfer-handover": LegalTermKind(
        name="向公安机关移送的期限",
        length=24,
        unit=Unit.HOURS,
        ground="[[crime-transfer.time-limits]]",
        starts="决定批准移送",
        early=1,
    ),
    "resubmission": LegalTermKind(
        name="补正后再次提交的期限",
        length=7,
        unit=Unit.STRICT_DAYS,
        ground="平台规则，依据待核实",
        starts="收到补正要求",
        early=2,
        verified=False,
    ),
    "platform-assistance": LegalTermKind(
        name="平台配合调查的反馈期限",
        length=5,
        unit=Unit.WORKING_DAYS,
        ground="《电子商务平台履行配合调查商标侵权案件义务规定》，条文尚未核对",
        starts="配合调查通知送达平台",
        early=2,
        verified=False,
    ),
    "transferred-lead": LegalTermKind(
        name="移送线索的核查期限",
        length=15,
        unit=Unit.WORKING_DAYS,
        ground="[[market-procedure.lead-check]]",
        starts="收到移送材料",
        early=5,
    ),
    "appeal": LegalTermKind(
        name="申诉的答复期限",
        length=15,
        unit=Unit.WORKING_DAYS,
        ground="本机关自定，非法定期限",
        starts="收到申诉",
        early=3,
    ),
}
"""Terms by kind; lengths are those of the law that `ground` names, days of early reminder are chosen by
hand."""


@dataclass(frozen=True, kw_only=True)
class DueTerm:
    """A clock applied to one start."""

    due_at: datetime
    remind_on: date
    provisional: bool


def term(clock: LegalTermKind, started: datetime) -> DueTerm:
    """When the term ends and from which day to remind; the day of the event does not count."""
    if clock.unit is Unit.HOURS:
        due = started + timedelta(hours=clock.length)
        return DueTerm(due_at=due, remind_on=_day(started), provisional=False)
    start = _day(started)
    last = _last_day(clock, start)
    return DueTerm(
        due_at=datetime.combine(last.day, time(23, 59, 59), OFFICE_TIME),
        remind_on=max(start, _reminder(clock, start, last.day)),
        provisional=last.provisional,
    )


def _reminder(clock: LegalTermKind, start: date, last: date) -> date:
    """The day on which reminders begin."""
    if clock.unit is Unit.WORKING_DAYS:
        return working_days_before(last, clock.early)
    # From the unmoved last day: whoever reads the term strictly is in time too.
    return start + timedelta(days=clock.length - clock.early)


def _last_day(clock: LegalTermKind, start: date) -> DueDay:
    if clock.unit is Unit.WORKING_DAYS:
        return add_working_days(start, clock.length)
    if clock.unit is Unit.STRICT_DAYS:
        return DueDay(day=start + timedelta(days=clock.length), provisional=False)
    return add_days(start, clock.length)


def _day(moment: datetime) -> date:
    return day_of(moment)
