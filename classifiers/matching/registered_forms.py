"""Registered forms (登记形式): what of a right is looked for in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classifiers.characters.folding import fold
from classifiers.matching.registration_numbers import sought_number
from storage.records import Right


def forms_of(rights: Iterable[Right]) -> list[tuple[int, str]]:
    """(place of the right, registered form) of every form of every right."""
    return [(n, form) for n, right in enumerate(rights) for form in marks_of(right)]


def marks_of(right: Right) -> Iterator[str]:
    """The registered forms of a right that can be looked for, and the number of a patent."""
    folded_forms = set()
    number = sought_number(right.kind, right.registration_no or "")
    for form in (right.text, *right.aliases, *([number] if number else ())):
        if (folded := fold(form)) and folded not in folded_forms:
            folded_forms.add(folded)
            yield form
