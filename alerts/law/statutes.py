"""Statutes (法律文本) and their articles: version, effective date, source, words or a paraphrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter, with_config

from alerts.text.chinese import chinese_date, chinese_number
from storage.base.errors import BadInput
from storage.files.yaml_file import load_yaml

_strict = with_config(ConfigDict(extra="forbid"))
FOLDER = files("alerts.law")
"""Where the texts lie."""


@_strict
@dataclass(frozen=True, kw_only=True)
class ArticleText:
    """条文: the words where they were read in a text, else a paraphrase, which says so."""

    text: str | None = None
    gist: str | None = None
    """A paraphrase, for the office's lawyers to check; never printed as the law's words."""
    verified: bool


@_strict
@dataclass(frozen=True, kw_only=True)
class Statute:
    """法律、法规、规章 or judicial document in one version."""

    name: str
    """Full name, as cited."""
    short: str
    version: str
    effective: date
    effective_verified: bool = True
    superseded: date | None = None
    """Day from which a later version holds."""
    source: str
    articles: Mapping[int, ArticleText] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article cited by a letter."""

    ref: str
    """file/number, as in trademark-law/57."""
    statute: Statute
    number: int
    words: ArticleText

    @property
    def citation(self) -> str:
        """《中华人民共和国商标法》第五十七条."""
        return f"《{self.statute.name}》第{chinese_number(self.number)}条"

    @property
    def verified(self) -> bool:
        return self.words.verified and self.statute.effective_verified

    def warning(self, on: date) -> str | None:
        """What an approver must know before relying on this article on that day, in Chinese; None
        for a verified article in force."""
        if self.statute.superseded and on >= self.statute.superseded:
            return f"{self.citation}：所引版本自{chinese_date(self.statute.superseded)}起已被取代"
        if on < self.statute.effective:
            return f"{self.citation}：尚未施行（{chinese_date(self.statute.effective)}起施行）"
        if not self.verified:
            return f"{self.citation}：条文或版本未经法制机构核对"
        return None


def article(ref: str) -> Article:
    """The article of that reference. Raises BadInput where the law files do not hold it."""
    name, _, number = ref.partition("/")
    try:
        statute = statutes()[name]
        return Article(
            ref=ref, statute=statute, number=int(number), words=statute.articles[int(number)]
        )
    except (KeyError, ValueError):
        raise BadInput("article.unknown", article=ref) from None


@cache
def statutes() -> Mapping[str, Statute]:
    """Every text in the folder, by file name without suffix. Raises BadInput where one is broken."""
    adapter: TypeAdapter[Statute] = TypeAdapter(Statute)
    texts: dict[str, Statute] = {}
    for entry in FOLDER.iterdir():
        if entry.name.endswith(".yml"):
            data = load_yaml(entry.read_text(encoding="utf-8"), entry.name)
            texts[entry.name.removesuffix(".yml")] = adapter.validate_python(data)
    return texts
