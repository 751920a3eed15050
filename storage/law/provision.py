"""Provisions (法条) by meaning, and the article that each is in a version of its law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from pydantic import ConfigDict, TypeAdapter, with_config

from storage.base.chinese_number import chinese_number
from storage.base.errors import BadInput
from storage.files.yaml_file import load_own_yaml
from storage.law.statute import FOLDER, Statute, StatuteVersion, article_texts, statutes

_strict = with_config(ConfigDict(extra="forbid"))


class Nature(StrEnum):
    """What decides the version: the day of the act for substance, the letter's for procedure."""

    SUBSTANCE = "substance"
    PROCEDURE = "procedure"


class ArticleState(StrEnum):
    """How far an article's words can be relied on."""

    MEMORY = "memory"
    """Recalled; never printed."""
    PUBLIC_COPY = "public-copy"
    """Compared with a published text; the approver sees it."""
    OFFICE = "office"
    """Confirmed by the office's legal staff (法制机构)."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Part:
    """A paragraph (款) or an item (项) of an article."""

    paragraph: int | None = None
    item: int | None = None
    since: date | None = None
    """Version from which the article has this part."""

    def words(self) -> str:
        """第一款, 第（四）项."""
        paragraph = f"第{chinese_number(self.paragraph)}款" if self.paragraph else ""
        return paragraph + (f"第（{chinese_number(self.item)}）项" if self.item else "")


@_strict
@dataclass(frozen=True, kw_only=True)
class Provision:
    """What the law says on one matter, whichever article says it today."""

    law: str
    nature: Nature
    means: str
    articles: Mapping[date, int]
    """Number of the article by the day in force of the version."""
    milder: tuple[date, ...] = ()
    """Versions that also hold for earlier acts, being better for the party (行政处罚法, 从旧兼从轻)."""
    parts: Mapping[str, Part | Mapping[date, Part]] = field(default_factory=dict)
    gist: str | None = None
    """What the article says, from memory, for whoever verifies it; never printed."""

    @property
    def statute(self) -> Statute:
        return statutes()[self.law]


@dataclass(frozen=True, kw_only=True)
class Article:
    """条: one provision as an article of one version."""

    provision: str
    """Name of the provision, as trademark.fair-use."""
    statute: Statute
    version: StatuteVersion
    number: int
    text: str | None
    """The whole article; None while nobody compared it with a published text."""
    state: ArticleState
    source: str | None = None
    """What the office compared it with; None where the office confirmed nothing."""

    @property
    def means(self) -> str:
        """What the provision is about, in Chinese."""
        return find_provision(self.provision).means

    @property
    def citation(self) -> str:
        """《中华人民共和国商标法》第五十七条."""
        return f"《{self.statute.name}》{self.number_words}"

    @property
    def short_citation(self) -> str:
        """《商标法》第五十七条; a document known by its number has no marks of a title."""
        short = self.statute.short
        return (f"《{short}》" if short[-1] in "法典定" else short) + self.number_words

    @property
    def number_words(self) -> str:
        """第五十七条."""
        return f"第{chinese_number(self.number)}{self.statute.unit}"

    def part_words(self, part: str) -> str:
        """第（四）项 of this version; empty where this version has no such part.

        Raises BadInput for a part that the provision does not name in any version."""
        chosen = find_provision(self.provision).parts.get(part)
        if chosen is None:
            raise BadInput("law.no-part", provision=self.provision, part=part)
        if isinstance(chosen, Mapping):
            chosen = chosen.get(self.version.in_force, Part())
        if chosen.since and self.version.in_force < chosen.since:
            return ""
        return chosen.words()


@cache
def provisions() -> Mapping[str, Provision]:
    """Every provision by its name. Raises BadInput where an article is in no version of its law."""
    data = load_own_yaml(FOLDER.joinpath("provisions.yml").read_text("utf-8"), "provisions.yml")
    table = TypeAdapter(dict[str, Provision]).validate_python(data)
    for name, provision in table.items():
        days = {version.in_force for version in provision.statute.versions}
        if not provision.articles or not days.issuperset(provision.articles):
            raise BadInput("law.no-version", provision=name)
    return table


def find_provision(name: str) -> Provision:
    """The provision of that name. Raises BadInput, naming the command that lists them."""
    try:
        return provisions()[name]
    except KeyError:
        raise BadInput("law.no-provision", provision=name) from None


def article_on(name: str, day: date) -> Article:
    """The article that the provision is in the version in force on that day, as published.

    Raises BadInput for an unknown provision, and for a day on which its law has none.
    """
    provision = find_provision(name)
    statute = provision.statute
    version = statute.version_on(day)
    number = provision.articles.get(version.in_force)
    if number is None:
        raise BadInput(
            "law.not-in-version", provision=name, law=statute.name, version=version.label
        )
    text = article_texts(version.text).get(number) if version.text else None
    return Article(
        provision=name,
        statute=statute,
        version=version,
        number=number,
        text=text,
        state=ArticleState.PUBLIC_COPY if text else ArticleState.MEMORY,
    )


def governing_day(name: str, *, act: date, letter: date) -> date:
    """The day whose law governs the provision: of the act for substance, of the letter for procedure.

    A version that is better for the party holds for an earlier act too once it is in force (行政处罚法,
    从旧兼从轻).
    """
    provision = find_provision(name)
    if provision.nature is Nature.PROCEDURE:
        return letter
    return max((day for day in provision.milder if act < day <= letter), default=act)
