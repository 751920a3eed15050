"""Rules of letters that presence alone does not settle: each gives None, or why it does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from alerts.letters.model.party_conditions import PARTY_RULES
from alerts.letters.model.proof_conditions import PROOF_RULES, is_placeholder
from alerts.letters.model.right_conditions import RIGHT_RULES
from alerts.letters.model.term_conditions import TERM_RULES
from alerts.text.chinese import amount_in_words, read_moment
from storage.base.compact_text import caseless
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME
from storage.records.letter_facts import Facts

_CLOCK_SLACK = timedelta(minutes=1)
"""Times of a record are written to the minute."""
LEAST_LISTINGS, LEAST_SHOPS = 3, 2
"""Listings and shops of a group in a risk warning, chosen by hand; the settings may ask for more."""
LEAST_CARD_DIGITS = 3
"""Digits of an officer's card, chosen by hand: fewer are a word or a slip."""
_CARD = re.compile(r"[\u4e00-\u9fff]{0,12}[a-z]{0,4}[()第〔〕\[\]-]{0,3}[\d-]+[)〕\]]?[\d-]*号?")
"""Characters of the issuing body, letters of a series, the number: 蒙市监执05010012号, 15080012345."""
LEAST_NAME = 2
"""Characters of a person's name."""
_COERCION = re.compile("封存|查封|扣押|冻结|先行登记保存")
_HEAVIER = re.compile("从重|加重|从严")
MOST_LISTINGS = 300
"""Listings one notice may hold, chosen by hand: large platforms take no more in one hand-in."""


def _holder_verified(facts: Facts, _today: date) -> str | None:
    return (
        None if facts.holder_verified else f"“{facts.holder.name or '权利人'}”的身份信息无人核对过"
    )


def _at_most_300(facts: Facts, _today: date) -> str | None:
    count = len(facts.listings)
    return None if count <= MOST_LISTINGS else f"最多{MOST_LISTINGS}条，现有{count}条"


def _sender_is_holder(facts: Facts, _today: date) -> str | None:
    if facts.sender and facts.sender not in (facts.holder.name, facts.agent.name):
        return f"“{facts.sender}”不是权利人或其代理人"
    return None


def _two_officers(facts: Facts, _today: date) -> str | None:
    """行政处罚法 §42: not fewer than two officers, so two names and two cards."""
    names = [caseless(facts.fields.get(name)) for name in ("officer_1", "officer_2")]
    short = [name for name in names if name and len(name) < LEAST_NAME]
    if short:
        return f"“{short[0]}”不是姓名全称"
    cards = [caseless(facts.fields.get(name)) for name in ("officer_1_card", "officer_2_card")]
    same = any(first and first == second for first, second in (names, cards))
    return "两名提取人不得为同一人" if same else None


def _officer_cards(facts: Facts, _today: date) -> str | None:
    """No national text at hand sets the form of 执法证号: what is known is that a number has digits."""
    for name in ("officer_1_card", "officer_2_card"):
        card = caseless(facts.fields.get(name))
        digits = re.findall(r"\d", card)
        is_filled = card and not is_placeholder(facts.fields[name])
        if is_filled and (
            len(digits) < LEAST_CARD_DIGITS or len(set(digits)) == 1 or not _CARD.fullmatch(card)
        ):
            return f"“{facts.fields[name]}”不是执法证号"
    return None


def _extraction_times(facts: Facts, today: date) -> str | None:
    """The extraction begins before it ends, ends not in the future, and its captures lie inside."""
    moments = {name: read_moment(facts.fields.get(name, "")) for name in ("started", "ended")}
    for name, moment in moments.items():
        if facts.fields.get(name) and moment is None:
            return f"“{facts.fields[name]}”不是时间，请写作2026年11月20日10时10分"
    started, ended = moments["started"], moments["ended"]
    if started is None or ended is None:
        return None
    if started >= ended:
        return "开始时间应当早于结束时间"
    now = datetime.now(OFFICE_TIME)
    if ended.date() > today or (now.date() == today and ended > now + _CLOCK_SLACK):
        return "结束时间晚于现在"
    outside = [
        str(n)
        for n, item in enumerate(facts.listings, 1)
        if item.captured_at and not started <= item.captured_at < ended + _CLOCK_SLACK
    ]
    return f"第{'、'.join(outside)}项的固证时间不在提取起止时间之内" if outside else None


def _amounts(facts: Facts, _today: date) -> str | None:
    """Both ends of the interval are amounts of money, the lower one first."""
    ends = []
    for name in ("amount_low", "amount_high"):
        if text := facts.fields.get(name):
            try:
                amount_in_words(ends_at := Decimal(text))
            except (ArithmeticError, BadInput):
                return f"“{text}”不是以元为单位、至多两位小数的金额"
            ends.append(ends_at)
    return "下限高于上限" if len(ends) == 2 and ends[0] > ends[1] else None


def _stamps_arrived(facts: Facts, _today: date) -> str | None:
    """A stamp that was asked for is waited for; no law read here demands one of a letter's evidence."""
    due = [str(n) for n, item in enumerate(facts.evidence, 1) if item.stamp_due]
    return f"证据清单第{'、'.join(due)}项正在等待时间戳服务返回" if due else None


def _above_floor(facts: Facts, _today: date) -> str | None:
    """A bulletin points at no seller, whoever wrote its table."""
    small = [
        f"{row.region}{row.goods}"
        for row in facts.hotspots
        if row.count < LEAST_LISTINGS or (row.shops or 0) < LEAST_SHOPS
    ]
    return f"“{'”“'.join(small)}”不足{LEAST_LISTINGS}条或者{LEAST_SHOPS}家店铺" if small else None


def _no_coercion(facts: Facts, _today: date) -> str | None:
    """An order to correct (责令改正) is no coercive measure (行政强制法 §9, §17), and lateness is no
    statutory ground for a heavier penalty (行政处罚法)."""
    if measure := _COERCION.search(facts.fields.get("content") or ""):
        return f"“{measure[0]}”属于行政强制措施，须另行依法决定，不能写入改正内容"
    if heavier := _HEAVIER.search(facts.fields.get("consequence") or ""):
        return f"“{heavier[0]}”不是逾期不改正的法定后果，请写明依法继续调查处理"
    return None


RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    **RIGHT_RULES,
    **TERM_RULES,
    **PROOF_RULES,
    **PARTY_RULES,
    "holder-verified": _holder_verified,
    "at-most-300-listings": _at_most_300,
    "sender-is-holder": _sender_is_holder,
    "two-officers": _two_officers,
    "officer-cards": _officer_cards,
    "extraction-times": _extraction_times,
    "amounts": _amounts,
    "no-coercion": _no_coercion,
    "above-floor": _above_floor,
    "stamps-arrived": _stamps_arrived,
}
"""Rules beyond presence: each gives None, or one Chinese clause that says why it does not hold."""

RULE_PATHS: Mapping[str, str] = {
    "acts": "acts",
    "recipient": "recipient.name",
    "recipient-platform": "recipient.name",
    "recipient-third": "recipient.name",
    "recipient-police": "recipient.name",
    "recipient-receiver": "recipient.name",
    "procuratorate": "fields.procuratorate",
    "charge": "fields.charge",
    "team": "fields.team",
    "officer-cards": "fields.officer_1_card",
    "no-coercion": "fields.content",
    "within-fifteen-days": "fields.action_on",
    "transfer-in-time": "fields.late_reason",
    "amounts": "fields.amount_low",
}
"""The fact that is corrected where a rule does not hold, for the page that asks for it."""
