"""What open APIs are asked for (接口检索词): the marks first, then their disguises, the plainest first."""

from __future__ import annotations

from itertools import islice

from classifiers.matching.variants import Pattern, patterns
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.records import Right
from storage.rights.store import load_rights

DISGUISES = 5
"""Disguises of each mark that are asked for where the task says nothing; chosen by hand: each costs a call."""


def api_words(
    database: Database, chosen: tuple[str, ...], disguises: int | None
) -> tuple[str, ...]:
    """The words in the order in which they are asked. Raises BadInput without any.

    `chosen` go before the marks of the active rights; every mark stands before any disguise.
    """
    marks = [text.strip() for text in chosen] or _marks(database)
    number = DISGUISES if disguises is None else disguises
    ranked = [entry for mark in marks for entry in _disguises(mark, number)]
    ranked.sort(key=lambda pattern: pattern.cost)
    words = tuple(dict.fromkeys(word for word in (*marks, *(p.text for p in ranked)) if word))
    if not words:
        raise BadInput("api.no-words")
    return words


def _marks(database: Database) -> list[str]:
    with database.read() as session:
        rights = [right for right in load_rights(session) if _is_asked_for(right)]
    return [text for right in rights for text in (right.text, *right.aliases)]


def _is_asked_for(right: Right) -> bool:
    """A rule on products names no sign that a search could be asked for."""
    return right.kind != "product-rule"


def _disguises(mark: str, number: int) -> list[Pattern]:
    """The disguises that are most like the mark, each text once, without those that are the mark itself."""
    cheapest: dict[str, Pattern] = {}
    for pattern in patterns(mark):
        before = cheapest.get(pattern.text)
        if not pattern.tentative and pattern.cost and (not before or pattern.cost < before.cost):
            cheapest[pattern.text] = pattern
    folded = {pattern.text for pattern in patterns(mark) if not pattern.cost}
    likely = sorted(cheapest.values(), key=lambda pattern: pattern.cost)
    return list(islice((p for p in likely if p.text not in folded), number))
