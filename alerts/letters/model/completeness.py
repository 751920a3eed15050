"""Completeness (完整性检查) of a letter before it is compiled: which elements are missing, and where to fill them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alerts.letters.model.approval_conditions import RULE_PATHS, RULES
from alerts.letters.model.day_conditions import CAPTURE_PLACE, day_conflicts
from alerts.letters.model.evidence_words import ELEMENT as EVIDENCE_WORDS
from alerts.letters.model.evidence_words import typed_evidence
from alerts.letters.model.fact_labels import fact_label
from alerts.letters.model.letter_kind import Kind, LetterStage, RequiredElement
from alerts.letters.model.particulars_check import (
    PARTICULARS,
    misplaced_particulars,
    particulars_remark,
)
from alerts.letters.model.proof_conditions import is_none, is_placeholder
from alerts.letters.model.right_basis import (
    basis_refusal,
    kind_slugs,
    mixes_rules,
    right_basis,
)
from alerts.letters.model.wording_check import TRACK, check_signatures, check_wording
from storage.records.letter_facts import Facts
from storage.records.letter_record import Track

POINTER = re.compile(
    r"https?://\S+|(?:www\.)?[a-z0-9-]+\.(?:com|cn|net|shop|vip|top|xyz)(?:/\S+)"
    r"|“[^”]{2,20}(?:旗舰店|专营店|专卖店|企业店|粮油店|商行|经营部|店铺|小店|店|有限公司)”"
    r"|[\u4e00-\u9fff]{2,12}(?:旗舰店|专营店|专卖店|有限公司|经营部)"
)
"""A link, or what looks like the name of one seller."""
MOST_NAMED = 5
"""Members of a list that one finding names, chosen by hand to fit a line."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """缺项: one required element that is absent or does not hold."""

    element: str
    where: str
    why: str
    path: str = ""
    """Path of the fact that it speaks of; empty where the element names none."""

    def __str__(self) -> str:
        place = f"（{self.path}）" if self.path and "补充事实" in self.where else ""
        return f"缺少“{self.element}”：{self.why}；请在{self.where}填写或更正{place}"


def check(
    kind: Kind, facts: Facts, *, today: date, stage: LetterStage = LetterStage.APPROVAL
) -> tuple[Missing, ...]:
    """Every required element that `facts` lacks, in the order of the letter; empty = complete.

    `stage` DRAFT leaves out what only the approval brings: its day and the approver's name.
    """
    plain = dataclasses.asdict(facts)
    findings = [
        missing
        for element in kind.elements
        if (stage is LetterStage.APPROVAL or element.at is LetterStage.DRAFT)
        and _applies(element, facts)
        and (missing := _lacking(element, plain, facts, today))
    ]
    return (
        *_wrong_sender(kind, facts),
        *_wrong_basis(kind, facts),
        *findings,
        *_wrong_fields(kind, facts),
        *_wrong_words(kind, facts),
        *_misplaced_particulars(kind, facts),
        *_wrong_signatures(kind, facts),
        *_wrong_evidence(kind, facts),
        *_public_pointers(kind, facts),
        *_wrong_days(kind, facts, today),
    )


def _applies(element: RequiredElement, facts: Facts) -> bool:
    if element.rights and not set(element.rights) & set(kind_slugs(facts)):
        return False
    return all(facts.fields.get(name) in values for name, values in element.when.items())


def _lacking(
    element: RequiredElement, plain: Mapping[str, Any], facts: Facts, today: date
) -> Missing | None:
    if element.needs is None:
        why = RULES[element.rule or ""](facts, today)
        return _missing(element, why, RULE_PATHS.get(element.rule or "", "")) if why else None
    path = element.needs.split(".")
    if element.may_be_none and is_none(_text_at(path, plain)):
        return None
    why = _absent(path, plain)
    return _missing(element, why, _gap(path, plain)) if why else None


def _text_at(path: list[str], plain: Mapping[str, Any]) -> str:
    value: Any = plain
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _missing(element: RequiredElement, why: str, path: str) -> Missing:
    return Missing(element=element.name, where=element.where, why=why, path=path)


def _gap(path: list[str], value: Any) -> str:
    """The path of the first place that is empty, as an officer fills it: rights.0.chain."""
    if not path or value is None:
        return ""
    name, deeper = path[0].removesuffix("[]"), path[1:]
    inner = value.get(name)
    if not path[0].endswith("[]"):
        return ".".join((name, *deeper)).replace("[]", "")
    place = next((n for n, member in enumerate(inner or ()) if _absent(deeper, member)), None)
    return name if place is None else ".".join((name, str(place), *deeper))


def _absent(path: list[str], value: Any) -> str | None:
    """Why the value at `path` is not there; None when it is."""
    if not path:
        if isinstance(value, str) and value.strip() and is_placeholder(value):
            return f"“{value.strip()}”不能视为已填写"
        return "未填写" if _empty(value) else None
    name, deeper = path[0].removesuffix("[]"), path[1:]
    inner = value.get(name)
    if not path[0].endswith("[]"):
        return "未填写" if inner is None else _absent(deeper, inner)
    if not inner:
        return "未填写"
    lacking = [n for n, member in enumerate(inner, 1) if _absent(deeper, member)]
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


def _wrong_basis(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """Rights on which no such letter rests (right_basis.yml)."""
    where = "起草时所选线索（请改用其他文书）"
    for slug in kind_slugs(facts):
        if refusal := basis_refusal(kind, slug):
            yield Missing(element="权利依据", where=where, why=refusal)
    if kind.slug not in right_basis().without_right and mixes_rules(kind_slugs(facts)):
        why = "知识产权与产品管理规定不能并在一份文书中"
        yield Missing(element="权利依据", where="起草时所选线索（请分份起草）", why=why)


def _wrong_fields(kind: Kind, facts: Facts) -> tuple[Missing, ...]:
    fields = {item.name: item for item in kind.fields}
    findings = []
    for name, value in facts.fields.items():
        if name not in fields:
            why = f"{kind.name}没有“{name}”这一栏"
        elif fields[name].choices and value not in fields[name].choices:
            why = f"“{value}”不在可选范围（{'、'.join(fields[name].choices)}）"
        else:
            continue
        label = kind.field_label(name)
        findings.append(Missing(element=label, where="本文书“补充事实”", why=why))
    return tuple(findings)


def _wrong_words(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """Conclusions that nobody has decided, and what belongs to another track."""
    for finding in check_wording(kind, facts):
        yield Missing(
            element=finding.element,
            where=f"本文书“补充事实”的“{finding.label}”",
            why=f"“{finding.label}”一栏中{finding.remark}",
            path=finding.path,
        )


def _misplaced_particulars(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """Particulars of a person in a field that is not made for them."""
    for finding in misplaced_particulars(kind, facts):
        yield Missing(
            element=PARTICULARS,
            where=f"本文书“补充事实”的“{finding.label}”",
            why=f"“{finding.label}”一栏中{particulars_remark(finding.particular)}",
            path=finding.path,
        )


def _wrong_signatures(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """An authority or an officer never signs a holder's letter, nor answers for it."""
    for path, label, name in check_signatures(kind, facts):
        yield Missing(
            element=TRACK,
            where="本文书“补充事实”（须由权利人提供）",
            why=f"“{label}”中的“{name}”是执法机关或者其工作人员，不得代权利人签署或者联系",
            path=path,
        )


def _wrong_evidence(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """Hashes and time-stamps that somebody typed and the evidence does not have."""
    for path, label, why in typed_evidence(kind, facts):
        where = f"本文书“补充事实”的“{label}”"
        yield Missing(element=EVIDENCE_WORDS, where=where, why=f"“{label}”一栏中{why}", path=path)


def _public_pointers(kind: Kind, facts: Facts) -> Iterator[Missing]:
    """A bulletin points at no seller: it holds no link and no name of one shop."""
    if kind.track is not Track.WARNING or kind.leads != "none":
        return
    for field in kind.fields:
        if pointer := POINTER.search(facts.fields.get(field.name, "")):
            why = f"“{field.label}”一栏中的“{pointer[0]}”指向具体的店铺或者网页，风险预警不得指向单个经营者"
            where = f"本文书“补充事实”的“{field.label}”"
            yield Missing(
                element="不指向单个经营者", where=where, why=why, path=f"fields.{field.name}"
            )


def _wrong_days(kind: Kind, facts: Facts, today: date) -> Iterator[Missing]:
    """Days that contradict each other: a guarantee before the captures that it vouches for, …"""
    for path, why in day_conflicts(kind, facts, today):
        where = CAPTURE_PLACE if path.endswith("captured_at") else "本文书“补充事实”"
        yield Missing(element=fact_label(path, kind), where=where, why=why, path=path)
