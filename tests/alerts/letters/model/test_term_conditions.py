"""期限: the terms of letters by the office's clock, over midnight, over holidays, over the year's turn."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest
import time_machine

from alerts.letters.model.approval_conditions import RULES
from storage.base.office_time import OFFICE_TIME, today
from tests.alerts.letters.sample_letters import facts_of


def answer_at(moment: str, slug: str, rule: str, **fields: str) -> str | None:
    """What a rule says of the sample letter with these fields at a moment of the office's clock."""
    facts = facts_of(slug)
    facts = dataclasses.replace(facts, fields={**facts.fields, **fields})
    with time_machine.travel(
        datetime.fromisoformat(moment).replace(tzinfo=OFFICE_TIME), tick=False
    ):
        return RULES[rule](facts, today())


def transfer_at(moment: str, *, reported: str, approved: str) -> str | None:
    fields = {"reported_on": reported, "approved_on": approved, "late_reason": ""}
    return answer_at(moment, "crime-transfer", "transfer-in-time", **fields)


@pytest.mark.parametrize(
    ("approved", "last_moment", "too_late", "end"),
    [
        # over midnight
        (
            "2026年11月22日23时30分",
            "2026-11-23T23:30",
            "2026-11-23T23:30:01",
            "2026年11月23日23时30分00秒",
        ),
        # in the morning, while it is still the day before in UTC
        (
            "2026年11月22日7时",
            "2026-11-23T07:00",
            "2026-11-23T07:00:01",
            "2026年11月23日7时00分00秒",
        ),
        # to the end of a day: what is a minute late is a day later
        ("2026年11月22日0时", "2026-11-23T00:00", "2026-11-23T00:01", "2026年11月23日0时00分00秒"),
        # into the holidays of October, which move no hours
        ("2026年9月30日16时", "2026-10-01T16:00", "2026-10-01T16:01", "2026年10月1日16时00分00秒"),
        # into the next year and 元旦
        ("2026年12月31日18时", "2027-01-01T18:00", "2027-01-01T18:01", "2027年1月1日18时00分00秒"),
        (
            "2026年12月31日23时59分",
            "2027-01-01T23:59",
            "2027-01-02T00:00",
            "2027年1月1日23时59分00秒",
        ),
    ],
)
def test_the_twenty_four_hours_of_a_transfer_run_by_the_clock(
    approved: str, last_moment: str, too_late: str, end: str
) -> None:
    assert transfer_at(last_moment, reported=approved, approved=approved) is None
    late = transfer_at(too_late, reported=approved, approved=approved)
    assert late == f"已超过批准移送后的二十四小时（至{end}）"


def test_an_approval_that_is_to_come_today_is_none() -> None:
    fields = {"reported": "2026年11月22日9时", "approved": "2026年11月22日10时"}
    assert transfer_at("2026-11-22T09:59", **fields) == "批准移送的时间尚未到来"
    assert transfer_at("2026-11-22T10:00", **fields) is None


@pytest.mark.parametrize(
    ("reported", "last_approval", "late_approval"),
    [
        ("2026年11月19日23时59分", "2026年11月22日23时59分", "2026年11月23日0时00分00秒"),
        ("2026年9月30日9时", "2026年10月3日23时59分", "2026年10月4日0时0分"),
        ("2026年12月30日9时", "2027年1月2日23时59分", "2027年1月3日0时0分"),
    ],
)
def test_the_three_days_of_the_decision_are_whole_days_and_no_holiday_moves_them(
    reported: str, last_approval: str, late_approval: str
) -> None:
    at = {"2026年11月": "2026-11-23T01:00", "2026年10月": "2026-10-04T01:00"}
    moment = at.get(late_approval[:8], "2027-01-03T01:00")
    assert transfer_at(moment, reported=reported, approved=last_approval) is None
    late = transfer_at(moment, reported=reported, approved=late_approval)
    assert late == "决定移送已超过接到报告之日起三日"


@pytest.mark.parametrize(
    ("arrived", "last_day"),
    [
        ("2026年11月10日", "2026-11-25"),
        # the fifteenth day is 3 October, a holiday until the 7th
        ("2026年9月18日", "2026-10-08"),
        # the fifteenth day is 元旦, a Friday, which no plan of 2027 has to name
        ("2026年12月17日", "2027-01-04"),
    ],
)
def test_the_fifteen_days_after_a_statement_end_with_their_last_day(
    arrived: str, last_day: str
) -> None:
    fields = {"position": "已向主管部门投诉", "arrived_on": arrived, "action_on": arrived}
    slug, rule = "non-infringement-reply", "within-fifteen-days"
    assert answer_at(f"{last_day}T23:59:59", slug, rule, **fields) is None
    year, month, day = last_day.split("-")
    after = datetime.fromisoformat(f"{year}-{month}-{int(day) + 1:02}T00:00").isoformat()
    late = answer_at(after, slug, rule, **fields)
    assert late is not None
    assert f"{int(year)}年{int(month)}月{int(day)}日届满" in late


def test_an_extraction_that_ends_tomorrow_morning_has_not_ended_tonight() -> None:
    fields = {"started": "2026年12月31日23时50分", "ended": "2027年1月1日0时10分"}
    slug, rule = "evidence-extraction-record", "extraction-times"
    assert answer_at("2026-12-31T23:59", slug, rule, **fields) == "结束时间晚于现在"
    assert answer_at("2027-01-01T00:05", slug, rule, **fields) == "结束时间晚于现在"
    later = answer_at("2027-01-01T00:10", slug, rule, **fields)
    assert later is not None
    assert later.endswith("不在提取起止时间之内")
