"""Completeness (完整性检查) of a letter before it is compiled: what lacks, where to fill it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alerts.notices.facts import Facts
from alerts.notices.kinds import Element, Kind, Stage, Track

MOST_LISTINGS = 300
"""Listings one notice may hold; large platforms take no more in one hand-in."""
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Missing:
    """缺项: one required element that is absent or does not hold."""

    element: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"缺少“{self.element}”：{self.why}；请在{self.where}填写或更正"


def check(
    kind: Kind, facts: Facts, *, today: date, stage: Stage = Stage.APPROVAL
) -> tuple[Missing, ...]:
    """Every required element that `facts` lacks, in the order of the letter; empty = complete.

    `stage` DRAFT leaves out what only the approval brings: its day and the approver's name.
    """
    plain = dataclasses.asdict(facts)
    found = [
        missing
        for element in kind.elements
        if (stage is Stage.APPROVAL or element.at is Stage.DRAFT)
        and _applies(element, facts)
        and (missing := _lacking(element, plain, facts, today))
    ]
    return (*_wrong_sender(kind, facts), *found, *_wrong_fields(kind, facts))


def _applies(element: Element, facts: Facts) -> bool:
    return all(facts.fields.get(name) in values for name, values in element.when.items())


def _lacking(
    element: Element, plain: Mapping[str, Any], facts: Facts, today: date
) -> Missing | None:
    why = (
        _absent(element.needs.split("."), plain)
        if element.needs
        else RULES[element.rule or ""](facts, today)
    )
    return Missing(element=element.name, where=element.where, why=why) if why else None


def _absent(path: list[str], value: Any) -> str | None:
    """Why the value at `path` is not there; None when it is."""
    if not path:
        return "未填写" if _empty(value) else None
    name, rest = path[0].removesuffix("[]"), path[1:]
    inner = value.get(name)
    if not path[0].endswith("[]"):
        return "未填写" if inner is None else _absent(rest, inner)
    if not inner:
        return "未填写"
    lacking = [n for n, member in enumerate(inner, 1) if _absent(rest, member)]
    if not lacking:
        return None
    named = "、".join(str(n) for n in lacking[:MOST_NAMED])
    return f"第{named}{'等' if len(lacking) > MOST_NAMED else ''}项未填写（共{len(lacking)}项）"


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _wrong_sender(kind: Kind, facts: Facts) -> tuple[Missing, ...]:
    """The office's name never stands under a track-A text, nor a holder's under the office's."""
    if facts.sender is None:
        return ()
    office = facts.office.name
    if kind.track is Track.HOLDER and facts.sender == office:
        why = "权利人通知不得以执法机关名义发出"
    elif kind.sender == "office" and facts.sender != office:
        why = "行政文书只能以本机关名义发出"
    else:
        return ()
    return (Missing(element="发出人", where="权利人资料或系统设置", why=why),)


def _wrong_fields(kind: Kind, facts: Facts) -> tuple[Missing, ...]:
    known = {item.name: item for item in kind.fields}
    found = []
    for name, value in facts.fields.items():
        if name not in known:
            why = f"{kind.name}没有“{name}”这一栏"
        elif known[name].choices and value not in known[name].choices:
            why = f"“{value}”不在可选范围（{'、'.join(known[name].choices)}）"
        else:
            continue
        label = kind.field_label(name)
        found.append(Missing(element=label, where="本文书“补充事实”", why=why))
    return tuple(found)


def _one_right(facts: Facts, _today: date) -> str | None:
    count = len(facts.rights)
    return None if count == 1 else f"应当恰有一项权利，现有{count}项"


def _right_in_force(facts: Facts, today: date) -> str | None:
    for right in facts.rights:
        if right.valid_until and right.valid_until < today:
            return f"“{right.text}”的有效期已于{right.valid_until.isoformat()}届满"
        if right.valid_from and right.valid_from > today:
            return f"“{right.text}”自{right.valid_from.isoformat()}起才有效"
    return None


def _at_most_300(facts: Facts, _today: date) -> str | None:
    count = len(facts.listings)
    return None if count <= MOST_LISTINGS else f"最多{MOST_LISTINGS}条，现有{count}条"


def _acts(facts: Facts, _today: date) -> str | None:
    if not facts.acts:
        return "未填写"
    wrong = [str(act) for act in facts.acts if not 1 <= act <= 7]
    return f"没有第{'、'.join(wrong)}项" if wrong else None


def _comparison_aspects(facts: Facts, _today: date) -> str | None:
    """The comparison must set the marks, the goods and the place of use side by side."""
    aspects = " ".join(row.aspect for row in facts.comparisons)
    lacking = [word for word in ("标识", "商品", "位置") if word not in aspects]
    return f"缺少{'、'.join(lacking)}的比对" if lacking else None


def _sender_is_holder(facts: Facts, _today: date) -> str | None:
    if facts.sender and facts.sender not in (facts.holder.name, facts.agent.name):
        return f"“{facts.sender}”不是权利人或其代理人"
    return None


def _two_officers(facts: Facts, _today: date) -> str | None:
    """行政处罚法 §42: not fewer than two officers, so two names and two cards."""
    names = [facts.fields.get(name) for name in ("officer_1", "officer_2")]
    cards = [facts.fields.get(name) for name in ("officer_1_card", "officer_2_card")]
    same = any(first and first == second for first, second in (names, cards))
    return "两名提取人不得为同一人" if same else None


def _says_suspected(facts: Facts, _today: date) -> str | None:
    """Outward wording is always 涉嫌: an office's warning must not decide what was not decided."""
    for name, value in facts.fields.items():
        for phrase in ("系侵权", "构成侵权", "确属侵权", "是假货", "属于假货"):
            if phrase in value and "涉嫌" not in value:
                return f"“{name}”中使用了定性表述“{phrase}”，应当表述为涉嫌"
    return None


def _no_personal_data(facts: Facts, _today: date) -> str | None:
    """个人信息保护法 §6: what goes to the public names no telephone and no identity number."""
    for name, value in facts.fields.items():
        if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", value):
            return f"“{name}”中含有电话号码或者身份证件号码"
    return None


RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    "one-right": _one_right,
    "right-in-force": _right_in_force,
    "at-most-300-listings": _at_most_300,
    "acts": _acts,
    "comparison-aspects": _comparison_aspects,
    "sender-is-holder": _sender_is_holder,
    "two-officers": _two_officers,
    "says-suspected": _says_suspected,
    "no-personal-data": _no_personal_data,
}
"""Rules beyond presence: each gives None, or one Chinese clause that says why it does not hold."""
