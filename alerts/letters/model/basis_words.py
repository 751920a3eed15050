"""The words of a letter that follow from its right (权利依据), by the table right_basis.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.right_basis import BAIT, PRODUCT_RULE, RightWords, right_basis
from storage.base.chinese_number import chinese_number
from storage.law.provision import Article
from storage.records.letter_facts import Facts, RightFact

_REFERENCE = re.compile(r"\[\[([a-z-]+\.[a-z-]+)\]\]")


@dataclass(frozen=True, kw_only=True)
class BasisWords:
    """The words of a letter that follow from its right."""

    family: str
    """mark, indication, patent, variety, rule; `several` where the rights differ in kind."""
    name: str
    noun: str
    number: str
    certificate: str
    matter: str
    """After 涉嫌: 侵犯“…”注册商标专用权."""
    asserted: str
    conduct: str
    ground: str
    """A sentence with the articles that the conduct may fall under; empty without any."""


def basis_words(kind: Kind, facts: Facts, articles: Mapping[str, Article]) -> BasisWords | None:
    """The words of a letter on its rights; None for a letter that names no right of the table."""
    table = right_basis()
    right_words = [words for right in facts.rights if (words := table.words(right))]
    if not right_words or kind.slug in table.without_right:
        return None
    first, rule = right_words[0], table.product_rules.get(facts.fields.get(PRODUCT_RULE, ""))
    family = table.families[first.family]
    is_one_kind = all(words == first for words in right_words)
    texts = {
        name: "、".join(
            getattr(words, name).format(text=right.text, number=right.registration_no or "")
            for right, words in zip(facts.rights, right_words, strict=False)
        )
        for name in ("matter", "asserted")
    }
    if rule and first.family == "rule":
        texts = {"matter": rule.matter, "asserted": rule.matter}
    elif not is_one_kind:
        texts["matter"] = "侵犯知识产权"
    elif len(right_words) > 1:
        texts["matter"] = _several(first, facts.rights)
    ground = family.ground if is_one_kind else ""
    if rule:
        ground = "".join(sort.ground for sort in rule.of_sellers(facts))
    return BasisWords(
        family=first.family if is_one_kind else "several",
        name=first.name,
        noun=first.noun,
        number=first.number,
        certificate=first.certificate,
        conduct=family.conduct.replace("{likeness}", _likeness(facts)),
        ground=_cited(_grounds(ground, facts), facts, articles),
        **texts,
    )


def _likeness(facts: Facts) -> str:
    """相同, 近似, or both where the signs of several listings differ: as the comparison table finds
    them; without its finding as the items of infringing acts alleged say (1 is the same sign)."""
    findings = "".join(row.finding for row in facts.comparisons if "标识" in row.aspect)
    plain = re.sub(r"不(?:相同|近似)|并非(?:相同|近似)|未构成(?:相同|近似)", "", findings)
    terms = [word for word in ("相同", "近似") if word in plain]
    if not terms and 2 not in facts.acts and 1 in facts.acts:
        return "相同"
    return "或者".join(terms or ("相同", "近似"))


def _several(words: RightWords, rights: Sequence[RightFact]) -> str:
    """侵犯“甲”、“乙”注册商标专用权."""
    texts = "、".join(f"“{right.text}”" for right in rights)
    return words.matter.replace("“{text}”", texts)


def _grounds(ground: str, facts: Facts) -> str:
    """The right's ground and that of the bait; without items of infringing acts the bait stands alone."""
    if facts.fields.get(BAIT) and "{acts}" in ground:
        return (ground if facts.acts else "") + right_basis().bait.ground
    return ground


def _cited(ground: str, facts: Facts, articles: Mapping[str, Article]) -> str:
    """The ground with the letter's articles; empty where the letter does not print one of them."""
    names = _REFERENCE.findall(ground)
    if not ground or any(name not in articles for name in names):
        return ""
    items = "、".join(f"第（{chinese_number(act)}）项" for act in facts.acts)
    text = ground.replace("{acts}", items)
    return _REFERENCE.sub(lambda match: articles[match[1]].citation, text)
