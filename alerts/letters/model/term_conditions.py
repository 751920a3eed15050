"""Rules of letters on the terms (期限) that the law sets, by the same clocks as the reminders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from alerts.followup.legal_terms import LEGAL_TERMS, term
from alerts.text.chinese import chinese_date, chinese_moment, read_day, read_moment
from storage.base.office_time import day_of, midnight
from storage.records.letter_facts import Facts

LEAST_REASON = 8
"""Chinese characters of a reason, chosen by hand: the shortest that says what held the transfer up
(等待鉴定机构出具意见 has ten)."""
_CONCEDES = "同意终止措施"
"""The holder's position that needs no complaint and no suit."""


def _within_fifteen_days(facts: Facts, today: date) -> str | None:
    """电子商务法 (e-commerce.counter-statement): the platform ends its measure unless word of a
    complaint or a suit reaches it within fifteen days from the arrival of the statement."""
    if facts.fields.get("position") == _CONCEDES:
        return None
    days = {name: read_day(facts.fields.get(name, "")) for name in ("arrived_on", "action_on")}
    for name, day in days.items():
        if facts.fields.get(name) and day is None:
            return f"“{facts.fields[name]}”不是日期，请写作2026年11月18日"
    arrived, acted = days["arrived_on"], days["action_on"]
    if arrived is None:
        return None
    last = day_of(term(LEGAL_TERMS["statement"], midnight(arrived)).due_at)
    if acted and acted > last:
        return f"投诉或者起诉已超过声明到达后的十五日（至{chinese_date(last)}）"
    if today > last:
        return f"平台须在声明到达后的十五日内收到投诉或者起诉的通知，该期限已于{chinese_date(last)}届满"
    return None


def _transfer_in_time(facts: Facts, today: date) -> str | None:
    return transfer_lateness(facts, today, _present(today))


def transfer_lateness(facts: Facts, today: date, present: datetime | None) -> str | None:
    """移送规定 (crime-transfer.time-limits): three days from the report to the decision, 24 hours from
    there to the transfer. What is late is transferred all the same, and says why. `present` is the
    moment of the handing over; None where only its day is known."""
    moments = {}
    for name in ("reported_on", "approved_on"):
        text = facts.fields.get(name, "")
        moments[name] = read_moment(text)
        if text and moments[name] is None:
            return f"“{text}”不是时间，请写作2026年11月22日9时30分"
    reported, approved = moments["reported_on"], moments["approved_on"]
    if reported is None or approved is None:
        return None
    if approved < reported:
        return "批准移送的时间早于接到移送报告的时间"
    if day_of(approved) > today or (present and approved > present):
        return "批准移送的时间尚未到来"
    reason = facts.fields.get("late_reason", "").strip()
    if reason:
        return (
            None
            if _is_reason(reason)
            else f"逾期移送的说明“{reason}”没有写明理由（不少于{LEAST_REASON}个字）"
        )
    if approved > term(LEGAL_TERMS["transfer-decision"], reported).due_at:
        return "决定移送已超过接到报告之日起三日"
    last = term(LEGAL_TERMS["transfer-handover"], approved).due_at
    if today > day_of(last) or (present and present > last):
        return f"已超过批准移送后的二十四小时（至{chinese_moment(last)}）"
    return None


def _is_reason(text: str) -> bool:
    """Whether a text says why: words, not a sign or one word over and over."""
    characters = re.findall(r"[\u4e00-\u9fff]", text)
    return len(characters) >= LEAST_REASON and len(set(characters)) > LEAST_REASON // 2


def _present(today: date) -> datetime | None:
    """This moment where `today` is today; None where a letter is checked as of another day."""
    moment = datetime.now(UTC)
    return moment if day_of(moment) == today else None


TERM_RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    "within-fifteen-days": _within_fifteen_days,
    "transfer-in-time": _transfer_in_time,
}
