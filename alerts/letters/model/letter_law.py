"""法律依据: the articles that a letter prints, by the day of the act and the letter's own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.right_basis import right_provisions
from alerts.text.chinese import chinese_date
from storage.base.office_time import day_of
from storage.law.law_book import LawBook
from storage.law.provision import Article, ArticleState, find_provision
from storage.records.letter_facts import Facts

PUBLISHED_LAW = LawBook()
"""The published texts alone, without any confirmation of an office."""


@dataclass(frozen=True, kw_only=True)
class LetterLaw:
    """The law of one letter on one day."""

    act: date
    """Day of the last capture: the act (行为) that the letter speaks of."""
    letter: date
    articles: Mapping[str, Article]
    """What the letter prints, by the provision's name, in the order of its kind."""
    from_memory: tuple[Article, ...]
    """Articles that the kind cannot do without and that nobody compared with a text."""
    note: str | None
    """What the annex says where the versions of act and letter differ, in Chinese."""

    @property
    def public_copies(self) -> tuple[Article, ...]:
        """Printed articles that the office's legal staff have not confirmed."""
        return tuple(
            article
            for article in self.articles.values()
            if article.state is not ArticleState.OFFICE
        )


def letter_law(kind: Kind, facts: Facts, book: LawBook, on: date) -> LetterLaw:
    """The articles of a letter dated (or looked at) on a day.

    A provision of `law_if_verified` is left out while it is known from memory only; one of `law`, or of
    the letter's right, then stands under `from_memory`. Raises BadInput for a provision that the
    version in force does not have.
    """
    letter = facts.dated or on
    days = act_days(facts)
    act = min(max(days, default=letter), letter)
    articles, from_memory = {}, []
    needed = (*kind.law, *right_provisions(kind, facts))
    for name in (*needed, *kind.law_if_verified):
        article = book.governing(name, act=act, letter=letter)
        if article.state is not ArticleState.MEMORY:
            articles[name] = article
        elif name in needed:
            from_memory.append(article)
    return LetterLaw(
        act=act,
        letter=letter,
        articles=articles,
        from_memory=tuple(from_memory),
        note=_note(articles, book, days, letter),
    )


def act_days(facts: Facts) -> Sequence[date]:
    """The office's days of the captures that a letter cites."""
    return [day_of(row.captured_at) for row in facts.listings if row.captured_at]


def turned_articles(
    kind: Kind, facts: Facts, book: LawBook, law: LetterLaw, *, written: date
) -> tuple[str, ...]:
    """The articles that a letter written on one day prints otherwise by `law`, its law on a later day:
    what it says, and what it would say, in Chinese. Empty where the turn of the law leaves it as it is."""
    if written >= law.letter:
        return ()
    before = letter_law(kind, facts, book, written).articles
    after = law.articles
    return tuple(
        f"{article.citation}自{chinese_date(after[name].version.in_force)}起为"
        f"{after[name].number_words}（{after[name].version.label}）"
        for name, article in before.items()
        if name in after
        and (article.number, article.text) != (after[name].number, after[name].text)
    )


def _note(
    articles: Mapping[str, Article], book: LawBook, days: Sequence[date], letter: date
) -> str | None:
    """That acts before a turn of the law are judged by the earlier text, and what then holds."""
    earlier = [
        (article, today)
        for name, article in articles.items()
        if (today := book.article(name, letter)).version.in_force != article.version.in_force
    ]
    milder = [
        article
        for name, article in articles.items()
        if article.version.in_force in find_provision(name).milder
        and any(day < article.version.in_force for day in days)
    ]
    straddling = [
        day
        for name, article in articles.items()
        for day in days
        if book.governing(name, act=day, letter=letter).version != article.version
    ]
    parts = []
    if earlier:
        turn = max(today.version.in_force for _, today in earlier)
        cited = "、".join(
            f"{article.citation}（现为{today.number_words}）" for article, today in earlier
        )
        parts.append(
            f"本文书所列行为的固证时间在{chinese_date(turn)}之前，实体适用行为时的规定，即{cited}"
        )
    if milder:
        cited = "、".join(article.citation for article in milder)
        parts.append(f"{cited}（{milder[0].version.label}）对当事人较为有利，一并适用")
    if straddling and not earlier:
        parts.append(
            f"其中{chinese_date(max(straddling))}及以前固证的行为，发生在上列版本施行之前，"
            "其条号和文字以行为时的版本为准"
        )
    return "；".join(parts) + "。" if parts else None
