"""Rules of letters on their right (权利): one, in force, its infringing acts, its comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from alerts.letters.model.right_basis import BAIT, right_basis
from storage.base.office_time import day_of
from storage.records.letter_facts import Facts, RightFact
from storage.records.right_term import Standing, grace_end, renews, standing

_WITH_TERM = ("mark", "patent", "variety")
"""Families of rights that end with a term (商标法、专利法、植物新品种保护条例); a 地理标志 has none."""
_RENEWABLE = "mark"
"""The family whose term may be renewed after its end (商标法 on renewal)."""
_TECHNICAL = ("技术特征", "设计特征")
"""Words of an aspect that a patent's comparison sets side by side."""


def _one_right(facts: Facts, _today: date) -> str | None:
    count = len(facts.rights)
    return None if count == 1 else f"应当恰有一项权利，现有{count}项"


def _right_in_force(facts: Facts, today: date) -> str | None:
    """On the letter's day, and when the listings were captured: nobody infringes a right to come."""
    return _out_of_force(facts, [today, *_act_days(facts)])


def _right_in_force_at_act(facts: Facts, today: date) -> str | None:
    """What was done while the right was in force may be transferred and punished after its end; where no
    capture tells the day of the act, the letter's day stands for it."""
    return _out_of_force(facts, _act_days(facts) or [today])


def _act_days(facts: Facts) -> list[date]:
    return [day_of(row.captured_at) for row in facts.listings if row.captured_at]


def _out_of_force(facts: Facts, days: Iterable[date]) -> str | None:
    refusals = (_term_refusal(right, day) for day in sorted(set(days)) for right in facts.rights)
    return next((refusal for refusal in refusals if refusal), None)


def _term_refusal(right: RightFact, day: date) -> str | None:
    """A mark that may still be renewed is relied on once renewal is applied for: before that nobody knows
    whether there is a right (法释〔2002〕32号第五条)."""
    match standing_in_letter(right, day):
        case Standing.NOT_BEGUN if right.valid_from:
            return f"“{right.text}”自{right.valid_from.isoformat()}起才有效"
        case Standing.ENDED if right.valid_until:
            return f"“{right.text}”的有效期已于{right.valid_until.isoformat()}届满"
        case Standing.IN_GRACE if right.valid_until:
            last = grace_end(right.valid_until).isoformat()
            return (
                f"“{right.text}”的有效期已于{right.valid_until.isoformat()}届满，续展宽展期至{last}："
                "请核实续展申请，在权利台账填写“续展申请日”，已核准的改写有效期"
            )
        case _:
            return None


def standing_in_letter(right: RightFact, day: date) -> Standing:
    """The standing of a right on a day, by what a letter has of it."""
    return standing(
        day,
        right.valid_from,
        right.valid_until,
        renewable=_is_renewable(right),
        renewal_filed=right.renewal_filed,
    )


def _is_renewable(right: RightFact) -> bool:
    words = right_basis().words(right)
    return words is not None and words.family == _RENEWABLE


def term_warnings(facts: Facts) -> Iterator[str]:
    """Rights that end on a day which the ledger does not have: nobody can say whether they are in force;
    and marks whose renewal is applied for, which may be refused before the letter goes out or after it."""
    basis = right_basis()
    endless = {words.name for words in basis.rights.values() if words.family not in _WITH_TERM}
    for right in facts.rights:
        if right.valid_until is None and right.kind and right.kind not in endless:
            yield f"权利“{right.text}”：台账没有有效期截止日，无法核对是否有效，请对照证书补填"
        elif (
            right.valid_until
            and _is_renewable(right)
            and renews(right.renewal_filed, right.valid_until)
        ):
            yield (
                f"权利“{right.text}”：有效期截止日为{right.valid_until}，{right.renewal_filed}申请续展、"
                "尚未核准，发出前请核对商标查询结果"
            )


def _right_verified(facts: Facts, _today: date) -> str | None:
    """A letter that names an infringement rests on a registration that somebody read in its certificate."""
    unread = [right.text for right in facts.rights if not right.verified]
    return f"“{'”“'.join(unread)}”的登记信息无人核对过" if unread else None


def _acts(facts: Facts, _today: date) -> str | None:
    if not facts.acts:
        return None if facts.fields.get(BAIT) else "未填写"
    if len(set(facts.acts)) < len(facts.acts):
        return "同一项重复填写"
    wrong = [str(act) for act in facts.acts if not 1 <= act <= 7]
    return f"没有第{'、'.join(wrong)}项" if wrong else None


def _comparison_aspects(facts: Facts, _today: date) -> str | None:
    """The comparison must set the marks, the goods and the place of use side by side."""
    aspects = " ".join(row.aspect for row in facts.comparisons)
    lacking = [word for word in ("标识", "商品", "位置") if word not in aspects]
    return f"缺少{'、'.join(lacking)}的比对" if lacking else None


def _technical_comparison(facts: Facts, _today: date) -> str | None:
    """专利法 (patent.scope): claims or design, feature by feature, decide what falls under a patent."""
    aspects = [row.aspect for row in facts.comparisons]
    if any(word in aspect for aspect in aspects for word in _TECHNICAL):
        return None
    return "比对表中没有技术特征（设计特征）的比对"


RIGHT_RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    "one-right": _one_right,
    "right-in-force": _right_in_force,
    "right-in-force-at-act": _right_in_force_at_act,
    "right-verified": _right_verified,
    "acts": _acts,
    "comparison-aspects": _comparison_aspects,
    "technical-comparison": _technical_comparison,
}
