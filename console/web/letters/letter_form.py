"""The form of a draft's missing elements (补齐材料): a labelled input for each fact, and where the rest is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alerts.letters.model.additions import may_be_added
from alerts.letters.model.completeness import Missing
from alerts.letters.model.fact_labels import fact_label
from alerts.letters.model.letter_kind import Kind, RequiredElement
from storage.law.provision import Article
from storage.records.letter_facts import Facts

MOST_INPUTS = 20
"""Members of one list that a page asks for at once, chosen by hand: the next follow when these are saved."""
INFRINGING_ACTS = "trademark.infringing-acts"
_ASPECTS = ("标识", "商品", "使用位置")
"""What a comparison must set side by side (rule comparison-aspects)."""
_MEMBER = re.compile(r"(rights|listings)\[\]\.(chain|item_id|shop)")
"""Members of the store's lists that an officer fills where the store has none."""
_RULE_FIELDS = {
    "two-officers": ("officer_1", "officer_1_card", "officer_2", "officer_2_card"),
    "extraction-times": ("started", "ended"),
    "amounts": ("amount_low", "amount_high"),
    "within-fifteen-days": ("arrived_on", "action_on"),
}
"""The fields that a rule of completeness is about."""
_ELSEWHERE = (
    "sender",
    "office",
    "reviewer",
    "approver",
    "number",
    "dated",
    "evidence",
    "listings",
    "rights",
    "comparisons",
    "hotspots",
)
"""Facts that the store or the procedure states, and lists that no single text fills."""
_FURTHER = (
    "recipient.address",
    "recipient.contact",
    "recipient.phone",
    "recipient.email",
    "agent.name",
)
"""Facts that no kind requires and that a letter may need, as an address to send it to."""
_LEAD = re.compile(r"线索 ?(\d+)")


@dataclass(frozen=True, kw_only=True)
class FactInput:
    """One labelled input; its name in the form is `fact:PATH`."""

    path: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, kw_only=True)
class ComparisonInput:
    """One row of the comparison (比对表) as the form asks for it."""

    aspect: str
    right: str = ""
    listing: str = ""
    finding: str = ""


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """Where something that no letter states is filled in."""

    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MissingElement:
    """One element that the letter lacks, with the inputs that fill it or the page where it is filled."""

    element: str
    why: str
    where: str
    link: PageLink | None = None
    inputs: tuple[FactInput, ...] = ()
    acts: tuple[tuple[int, str], ...] = ()
    """侵权行为: number and words of each item that may be ticked."""
    comparisons: tuple[ComparisonInput, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterPlaces:
    """The pages that belong to one letter."""

    right: str | None
    holder: str | None
    leads: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class TypedForm:
    """A form that was refused, as it was typed, with what is wrong in it."""

    values: Mapping[str, str] = field(default_factory=dict)
    """By the input's name."""
    acts: tuple[int, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Why an input was refused, in Chinese, by its name."""


def missing_elements(
    kind: Kind,
    facts: Facts,
    missing: Sequence[Missing],
    places: LetterPlaces,
    articles: Mapping[str, Article],
) -> list[MissingElement]:
    """What the letter lacks, each once, in the order of the letter."""
    elements = {element.name: element for element in kind.elements}
    asked: set[str] = set()
    result = []
    for item in missing:
        element = elements.get(item.element)
        inputs = [
            entry for entry in _inputs(kind, facts, element, item.path) if entry.path not in asked
        ]
        asked |= {entry.path for entry in inputs}
        rule = element.rule if element else None
        needs = element.needs if element else None
        is_comparison = (
            rule == "comparison-aspects" or needs == "comparisons"
        ) and "comparisons" not in asked
        if is_comparison:
            asked.add("comparisons")
        result.append(
            MissingElement(
                element=item.element,
                why=item.why,
                where=item.where,
                link=_link(item, places),
                inputs=tuple(inputs),
                acts=_act_words(articles) if rule == "acts" else (),
                comparisons=_comparison_rows(facts) if is_comparison else (),
            )
        )
    return result


def further_inputs(kind: Kind, facts: Facts, elements: Sequence[MissingElement]) -> list[FactInput]:
    """Facts that the letter may state and has not: fields that are not required, how to reach the recipient."""
    asked = {entry.path for element in elements for entry in element.inputs}
    paths = [f"fields.{item.name}" for item in kind.fields if item.name not in facts.fields]
    return [
        _input(kind, path)
        for path in (*paths, *_FURTHER)
        if path not in asked and may_be_added(facts, path)
    ]


def _inputs(
    kind: Kind, facts: Facts, element: RequiredElement | None, path: str
) -> Iterator[FactInput]:
    """The inputs of one finding; `path` is the fact that it is about, where it names one."""
    if element is None:
        if path and _is_text(path) and may_be_changed(facts, path):
            yield _input(kind, path, _text(facts, path))
        return
    for name in _RULE_FIELDS.get(element.rule or "", ()):
        yield _input(kind, f"fields.{name}", facts.fields.get(name, ""))
    if element.needs is None:
        return
    if member := _MEMBER.fullmatch(element.needs):
        yield from _member_inputs(kind, facts, *member.groups())
    elif (
        "[" not in element.needs
        and element.needs.split(".")[0] not in _ELSEWHERE
        and may_be_changed(facts, element.needs)
    ):
        yield _input(kind, element.needs, _text(facts, element.needs), element.name)


def _is_text(path: str) -> bool:
    """Whether one text fills the fact at `path`: no list, and no member of one."""
    names = path.split(".")
    return names[0] not in _ELSEWHERE and not any(name.isdigit() for name in names)


def may_be_changed(facts: Facts, path: str) -> bool:
    """Whether what stands at `path` was typed, or may still be."""
    typed = path.split(".")[0] in ("fields", "confusion", "fair_use") and _text(facts, path)
    return bool(typed) or may_be_added(facts, path)


def _text(facts: Facts, path: str) -> str:
    value: Any = facts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return value if isinstance(value, str) else ""


def _member_inputs(kind: Kind, facts: Facts, root: str, name: str) -> Iterator[FactInput]:
    members: Sequence[Any] = getattr(facts, root)
    lacking = [n for n, member in enumerate(members) if not getattr(member, name)]
    for place in lacking[:MOST_INPUTS]:
        path = f"{root}.{place}.{name}"
        title = members[place].text if root == "rights" else members[place].title
        yield FactInput(path=path, label=f"{fact_label(path, kind)}{f'：{title}' if title else ''}")


def _input(kind: Kind, path: str, value: str = "", name: str | None = None) -> FactInput:
    kind_field = next((item for item in kind.fields if f"fields.{item.name}" == path), None)
    return FactInput(
        path=path,
        label=kind_field.label if kind_field else name or fact_label(path, kind),
        value=value,
        hint=(kind_field.hint or "") if kind_field else _HINTS.get(path.rpartition(".")[2], ""),
        choices=kind_field.choices if kind_field else (),
        long=kind_field is not None
        or path in ("confusion", "fair_use.trademark_law", "fair_use.collective_rules"),
    )


_HINTS = {"agreed_on": "例如 2026-11-21", "email": "例如 ip@platform.example"}


def _act_words(articles: Mapping[str, Article]) -> tuple[tuple[int, str], ...]:
    """The items of the article on infringing acts, in the words of the version in force."""
    article = articles.get(INFRINGING_ACTS)
    lines = re.findall(r"（([一二三四五六七])）([^\n]+)", article.text or "") if article else []
    words = {"一二三四五六七".index(number) + 1: text.rstrip("；。") for number, text in lines}
    return tuple((n, words.get(n, "")) for n in range(1, 8))


def _comparison_rows(facts: Facts) -> tuple[ComparisonInput, ...]:
    """The rows that stand, and an empty one for each aspect that lacks."""
    rows = [
        ComparisonInput(
            aspect=row.aspect, right=row.right, listing=row.listing, finding=row.finding
        )
        for row in facts.comparisons
    ]
    present = " ".join(row.aspect for row in rows)
    return (*rows, *(ComparisonInput(aspect=a) for a in _ASPECTS if a[-2:] not in present))


def _link(item: Missing, places: LetterPlaces) -> PageLink | None:
    where = item.where
    if where.startswith("系统设置"):
        return PageLink(href="/settings", text="系统设置")
    if where.startswith("权利人资料"):
        href = f"/holders/{places.holder}" if places.holder else "/holders"
        return PageLink(href=href, text="权利人资料")
    if where.startswith("权利台账"):
        href = f"/rights/{places.right}" if places.right else "/rights"
        return PageLink(href=href, text="权利台账")
    if "法律依据" in where:
        return PageLink(href="/law", text="法律依据")
    if "时间戳服务" in where:
        return PageLink(href="/system", text="运行状况（待加盖时间戳）")
    if where.startswith(("线索", "起草时所选线索")):
        named = _LEAD.search(f"{where} {item.why}")
        lead = int(named[1]) if named else next(iter(places.leads), None)
        return PageLink(href=f"/leads/{lead}?tab=all", text=f"线索 {lead}") if lead else None
    return None
