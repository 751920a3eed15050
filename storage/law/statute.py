"""Statutes (法律、法规、规章) by version, with the articles (条文) of each as published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter, with_config

from storage.base.chinese_number import read_chinese_number
from storage.base.errors import BadInput
from storage.files.yaml_file import load_own_yaml

_strict = with_config(ConfigDict(extra="forbid"))
FOLDER = files("storage.law")
"""Where laws.yml, provisions.yml and texts/ lie."""
_ARTICLE = re.compile(r"^\*\*第([零一二三四五六七八九十百千]+)[条点]\*\*[\u3000 ]*", re.MULTILINE)
"""The head of an article in a text file: `**第五十七条**　`."""
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)


@_strict
@dataclass(frozen=True, kw_only=True)
class StatuteVersion:
    """One version of a statute, from a day on."""

    in_force: date
    adopted: str
    """By whom and when it was adopted, as a letter prints it."""
    label: str
    """Short name of the version: 2019年修正."""
    text: str | None = None
    """File under texts/; None where the text is not at hand."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Statute:
    """A law, regulation, department rule or judicial document, with its versions by day."""

    name: str
    """Full name, as cited."""
    short: str
    versions: tuple[StatuteVersion, ...]
    unit: str = "条"
    """What its parts are called: 条, or 点 in a judicial document."""

    def version_on(self, day: date) -> StatuteVersion:
        """The version in force on that day. Raises BadInput for a day before the first version."""
        in_force = [version for version in self.versions if version.in_force <= day]
        if not in_force:
            raise BadInput("law.not-in-force", law=self.name, day=day.isoformat())
        return in_force[-1]

    def ends(self, version: StatuteVersion) -> date | None:
        """The day from which the next version holds; None for the last."""
        return next((v.in_force for v in self.versions if v.in_force > version.in_force), None)


@cache
def statutes() -> Mapping[str, Statute]:
    """Every statute by its slug, its versions in the order of their days."""
    data = load_own_yaml(FOLDER.joinpath("laws.yml").read_text("utf-8"), "laws.yml")
    laws = TypeAdapter(dict[str, Statute]).validate_python(data)
    for slug, law in laws.items():
        days = [version.in_force for version in law.versions]
        if not days or days != sorted(set(days)):
            raise BadInput("law.versions", law=slug)
    return laws


def law_version(slug: str, day: date) -> str:
    """The version of a law in force on a day as `trademark-law@2019-11-01`: what an assessment carries.

    Raises BadInput for a day before the first version.
    """
    return f"{slug}@{statutes()[slug].version_on(day).in_force.isoformat()}"


@cache
def article_texts(file: str) -> Mapping[int, str]:
    """The articles in a text file by number, each whole: its paragraphs, a line each."""
    text = FOLDER.joinpath("texts", file).read_text("utf-8")
    heads = list(_ARTICLE.finditer(text))
    articles = {}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else len(text)]
        lines = (line.strip() for line in _HEADING.sub("", body).splitlines())
        articles[read_chinese_number(head[1])] = "\n".join(line for line in lines if line)
    return articles
