"""What open APIs are asked for (接口检索词): the marks first, then their disguises, the plainest first."""

from __future__ import annotations

from itertools import chain, islice, zip_longest

from classifiers.matching.variants import Pattern, patterns
from storage.base.database import Database
from storage.base.disguises import Disguise
from storage.base.errors import BadInput
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
    ranked = [
        (place, pattern.cost, pattern.text)
        for mark in marks
        for place, pattern in enumerate(_disguises(mark, number))
    ]
    ranked.sort(key=lambda entry: entry[:2])
    words = tuple(dict.fromkeys(word for word in (*marks, *(text for *_, text in ranked)) if word))
    if not words:
        raise BadInput("api.no-words")
    return words


def _marks(database: Database) -> list[str]:
    with database.read() as session:
        return list(load_rights(session).signs)


def _disguises(mark: str, number: int) -> list[Pattern]:
    """Disguises of one mark: the cheapest of each kind, the most like the mark first, then the second of
    each kind, and so on: several of one kind find much the same goods. Without those that are the mark itself."""
    cheapest: dict[str, Pattern] = {}
    every = list(patterns(mark))
    plain = {pattern.text for pattern in every if not pattern.cost}
    for pattern in every:
        before = cheapest.get(pattern.text)
        if pattern.tentative or pattern.text in plain:
            continue
        if before is None or pattern.cost < before.cost:
            cheapest[pattern.text] = pattern
    kinds: dict[Disguise, list[Pattern]] = {}
    for pattern in sorted(cheapest.values(), key=lambda pattern: pattern.cost):
        kinds.setdefault(pattern.how, []).append(pattern)
    rounds = chain.from_iterable(zip_longest(*kinds.values()))
    return list(islice((pattern for pattern in rounds if pattern is not None), number))
