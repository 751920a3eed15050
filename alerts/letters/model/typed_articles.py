"""条号核对: article numbers that somebody typed into a letter, held against the law of its days.

A turn of the law leaves typed words as they are: 商标法 numbers of the earlier version then name other
matters. What the template prints follows the law by itself and is not looked at here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date

from alerts.letters.model.completeness import Missing
from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.letter_law import LetterLaw
from storage.law.citations import (
    Citation,
    CitedArticle,
    Reading,
    find_bare_articles,
    find_citations,
    readings,
    says_the_same,
)
from storage.law.law_book import LawBook
from storage.law.provision import find_provision
from storage.law.statute import statutes
from storage.records.letter_facts import Facts

ELEMENT = "法律依据的版本"
_NAMES = ("listings", "hotspots", "office", "holder", "agent", "recipient", "papers", "approver")
"""Facts that are names, or quoted from pages."""


def typed_articles(
    kind: Kind, facts: Facts, law: LetterLaw, book: LawBook, *, written: date
) -> Iterator[Missing]:
    """The fields of a letter that cite an article by a number of another version than its own law's.

    `written` is the day whose law the words were typed by: the draft's, or the approved letter's.
    """
    for path, label, text in _typed_texts(kind, facts):
        for why in wrong_articles(text, law, book, written=written):
            where = f"本文书“补充事实”的“{label}”"
            yield Missing(element=ELEMENT, where=where, why=f"“{label}”一栏所写的{why}", path=path)


def _typed_texts(kind: Kind, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """(path, label, text) of each fact that somebody may have typed."""
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if path.split(".")[0] not in _NAMES:
            yield path, fact_label(path, kind), text


def bare_articles(kind: Kind, facts: Facts, law: LetterLaw) -> Iterator[str]:
    """Warnings of articles typed without their law's name that no law of the letter can decide on."""
    if _versioned_laws(law):
        return
    printed = {article.number for article in law.articles.values()}
    for _, label, text in _typed_texts(kind, facts):
        for words in dict.fromkeys(
            cited.words for cited in find_bare_articles(text) if cited.number not in printed
        ):
            yield f"“{label}”一栏所写的“{words}”没有写明法律名称，也不是本文书所引的条文，请核对"


def wrong_articles(text: str, law: LetterLaw, book: LawBook, *, written: date) -> Iterator[str]:
    """Why each wrong citation of a text is wrong, with the provision and its number of the day.

    A number without a law's name is read as one of the letter's own law with several versions.
    """
    for cited in dict.fromkeys(find_bare_articles(text)):
        if why := _wrong_bare(cited, law, book, written):
            yield f"“{cited.words}”{why}"
    for citation in dict.fromkeys(find_citations(text)):
        if why := _wrong(citation, law, book, written):
            yield f"“{citation.words}”{why}"


def _versioned_laws(law: LetterLaw) -> tuple[str, ...]:
    """Slugs of the laws that the letter cites and whose numbers differ between versions."""
    slugs = dict.fromkeys(find_provision(name).law for name in law.articles)
    return tuple(slug for slug in slugs if len(statutes()[slug].versions) > 1)


def _wrong_bare(cited: CitedArticle, law: LetterLaw, book: LawBook, written: date) -> str | None:
    """Why a number without a law's name is none of the letter's articles on its days."""
    printed = [article for article in law.articles.values() if article.number == cited.number]
    laws = _versioned_laws(law)
    if not laws or any(find_provision(article.provision).law in laws for article in printed):
        return None
    reasons = []
    for slug in laws:
        citation = Citation(statute=slug, number=cited.number, words=cited.words, version=None)
        why = _wrong(citation, law, book, written)
        if why is None:
            return None
        reasons.append(f"没有写明法律名称；《{statutes()[slug].short}》该条{why}")
    # Another law of the letter has that number, and no provision of these stood there.
    if printed and not any(cited.number in _numbers(name) for name in law.articles):
        return None
    return "；".join(reasons)


def _numbers(name: str) -> frozenset[int]:
    """Every number that a provision of a law with several versions has had."""
    provision = find_provision(name)
    several = len(provision.statute.versions) > 1
    return frozenset(provision.articles.values()) if several else frozenset()


def _wrong(citation: Citation, law: LetterLaw, book: LawBook, written: date) -> str | None:
    if says_the_same(citation):
        return None
    meanings = readings(citation, book, act=law.act, letter=law.letter)
    if citation.version is not None:
        meanings = tuple(m for m in meanings if m.version.in_force == citation.version)
        if not meanings:
            return "在所写的版本中没有"
        return None if meanings[0].holds else _meaning(meanings[0])
    if not meanings:
        return "在该法各版本中都没有"
    right = [meaning for meaning in meanings if meaning.holds]
    wrong = [meaning for meaning in meanings if not meaning.holds]
    if not right:
        return "；".join(map(_meaning, wrong))
    version = statutes()[citation.statute].version_on(written)
    typed = next((meaning for meaning in meanings if meaning.version == version), None)
    if typed is not None and not typed.holds:
        return _meaning(typed)
    # A number of the version before is typed from habit; one of a version to come is not, unless it
    # is that of a provision that the letter prints under its number of the day.
    mistaken = [] if _printed(right, law) else _printed(wrong, law)
    habits = [
        meaning
        for meaning in wrong
        if meaning in mistaken
        or (meaning.article and meaning.version.in_force < right[0].version.in_force)
    ]
    if not habits:
        return None
    label = right[0].version.label
    return f"{_meaning(habits[0])}；确指{label}的该条的，请在法律名称前写明“{label}”"


def _printed(meanings: Iterable[Reading], law: LetterLaw) -> list[Reading]:
    """The readings whose provision the letter prints."""
    return [
        meaning
        for meaning in meanings
        if meaning.article and meaning.article.provision in law.articles
    ]


def _meaning(reading: Reading) -> str:
    """在2019年修正中是侵权纠纷的行政处理与处罚，应为第七十四条（2026年修订）."""
    label = reading.version.label
    if reading.article is None:
        return f"是{label}的条号，与本文书应引的版本不同，请核对"
    article = reading.article
    if article.version == reading.version:
        return f"是{label}的“{article.means}”，该版本对本文书不适用"
    return (
        f"在{label}中是“{article.means}”，本文书应引{article.number_words}"
        f"（{article.version.label}）"
    )
