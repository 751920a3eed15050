"""收件人和人员: who a letter goes to and who acts in it can be whom such a letter goes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from alerts.letters.model.crime_names import CRIME_NAMES
from alerts.letters.model.platform_names import other_platform
from alerts.letters.model.proof_conditions import CODE, is_true_code
from storage.base.compact_text import compact
from storage.records.letter_facts import Facts

_NOBODY = re.compile(
    r"^[某该]|^贵(?:平台|公司|单位|局)|^本(?:局|机关|单位|平台|公司)|某某|[xX×*＊]{2,}|[?？]|^[^\u4e00-\u9fffA-Za-z]*$|^(?:平台|公司|单位|测试)$"
)
"""A name that names nobody: 某平台, ××公司, ？？？."""
_POLICE = re.compile("公安")
_PROCURATORATE = re.compile("人民检察院")
_MARKET_OFFICE = re.compile("市场监督|市场监管|市监|知识产权局|工商行政")
_AUTHORITY = re.compile("公安|人民法院|人民检察院|市场监督管理局|市场监管局|人民政府|知识产权局")
"""An office by its name: no platform bears one."""
_LEAST_TEAM = 2
"""移送规定 (crime-transfer.time-limits): two officers or more."""


def _recipient(facts: Facts, _today: date) -> str | None:
    name = compact(facts.recipient.name)
    if not name:
        return None
    if _NOBODY.search(name):
        return f"“{facts.recipient.name}”不是收件人的名称"
    if name in map(compact, (facts.office.name, facts.office.short)):
        return "收件人不能是本机关"
    return None


def _recipient_platform(facts: Facts, today: date) -> str | None:
    """A notice or a request to a platform goes to no seller that it complains of, nor to the
    holder, nor to a platform on which none of its listings stands."""
    if why := _recipient(facts, today):
        return why
    name = compact(facts.recipient.name)
    if authority := _AUTHORITY.search(name):
        return f"“{facts.recipient.name}”是{authority[0]}，不是平台"
    shops = {compact(row.shop) for row in facts.listings}
    if name and name in shops:
        return f"“{facts.recipient.name}”是所涉店铺，不是平台"
    if name and name == compact(facts.holder.name):
        return f"“{facts.recipient.name}”是权利人，不是平台"
    return other_platform(facts)


def _recipient_third(facts: Facts, today: date) -> str | None:
    """Who is asked about a 当事人, or to act against it, is not that party itself."""
    if why := _recipient(facts, today):
        return why
    name = compact(facts.recipient.name)
    parties = {compact(facts.subject.name), *(compact(row.shop) for row in facts.listings)}
    return f"“{facts.recipient.name}”是当事人或者所涉店铺" if name and name in parties else None


def _recipient_police(facts: Facts, today: date) -> str | None:
    if why := _recipient(facts, today):
        return why
    name = facts.recipient.name or ""
    return None if not name or _POLICE.search(name) else f"“{name}”不是公安机关"


def _recipient_receiver(facts: Facts, today: date) -> str | None:
    """移送: the nature of the receiving office decides on which rule the transfer rests."""
    if why := _recipient(facts, today):
        return why
    name, receiver = facts.recipient.name or "", facts.fields.get("receiver")
    if name and compact(name) == compact(facts.subject.name):
        return "受移送机关不能是当事人"
    is_market = bool(_MARKET_OFFICE.search(name))
    if name and receiver and is_market != (receiver == "市场监督管理部门"):
        return f"“{name}”与所选的性质“{receiver}”不符"
    return None


def _procuratorate(facts: Facts, _today: date) -> str | None:
    name = facts.fields.get("procuratorate", "")
    return None if not name or _PROCURATORATE.search(name) else f"“{name}”不是人民检察院"


def _charge(facts: Facts, _today: date) -> str | None:
    """Each crime by its name, several joined by 、 or 和."""
    text = remaining = compact(facts.fields.get("charge"))
    for charge in sorted(CRIME_NAMES, key=len, reverse=True):
        remaining = remaining.replace(charge, "")
    leftover = re.sub(r"[、，,；;和或及]|涉嫌", "", remaining)
    return (
        f"“{leftover}”不是罪名，请写罪名全称，例如销售假冒注册商标的商品罪"
        if text and leftover
        else None
    )


def _team(facts: Facts, _today: date) -> str | None:
    text = facts.fields.get("team", "")
    names = {name for name in re.split(r"[、，,；;\s和及]+", text) if len(name) > 1}
    if not text or len(names) >= _LEAST_TEAM:
        return None
    return f"专案组不少于{_LEAST_TEAM}人，请写明各人姓名"


def subject_warnings(facts: Facts) -> Iterator[str]:
    """A code of the 当事人 whose check digit does not hold: a shop may show a false one, which is a fact
    of its own, so it is told and not refused."""
    text = compact(facts.subject.identity).upper()
    for code in CODE.findall(text):
        if not is_true_code(code):
            yield f"当事人证照号码“{code}”的校验码不符，请核对；店铺公示的号码不实的，请在文书中写明"


PARTY_RULES: Mapping[str, Callable[[Facts, date], str | None]] = {
    "recipient": _recipient,
    "recipient-platform": _recipient_platform,
    "recipient-third": _recipient_third,
    "recipient-police": _recipient_police,
    "recipient-receiver": _recipient_receiver,
    "procuratorate": _procuratorate,
    "charge": _charge,
    "team": _team,
}
