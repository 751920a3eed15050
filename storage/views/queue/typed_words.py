"""Conditions on texts and numbers that people type (查找词), shared by all that looks things up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.base.pinyin.initials import is_initials

_MOST_DIGITS = 18
"""Digits of a row's number: 64 bits hold any of so many."""


def row_number(text: str) -> int | None:
    """The number of a row, where a text is nothing but its digits."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def holds(column: Any, words: str) -> sa.ColumnElement[bool]:
    """Whether a text holds another, whatever the case of Latin letters."""
    has_case = words.lower() != words.upper()
    compare = column.icontains if has_case else column.contains
    condition: sa.ColumnElement[bool] = compare(words, autoescape=True)
    return condition


def name_holds(name: Any, initials: Any, words: str) -> Sequence[sa.ColumnElement[bool]]:
    """The conditions, each enough, by which a name is found: it holds the text, or is spelt so."""
    conditions = [holds(name, words)]
    if is_initials(words):
        conditions.append(initials.contains(words.lower(), autoescape=True))
    return conditions


def likeness(
    exact: sa.ColumnElement[bool], name: Any, initials: Any, words: str
) -> sa.ColumnElement[int]:
    """0 for the text itself, 1 for a name that begins with it, 2 where its spelling does, 3 for any other."""
    return sa.case(
        (exact, 0),
        (name.istartswith(words, autoescape=True), 1),
        (initials.startswith(words.lower(), autoescape=True), 2),
        else_=3,
    )
