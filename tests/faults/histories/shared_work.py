"""Work that depends on its content alone, done once in the process that forks the others."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from classifiers.matching import matcher_cache
from classifiers.matching.matcher import Matcher
from classifiers.matching.sign_halves import Halves
from storage.base import database as database_module
from storage.base.settings import Settings

_STATEMENTS = 5000
"""Statements of a database that stay compiled; chosen by hand, above all that histories make."""
_make_engine = database_module._engine
_compile = matcher_cache.compile_forms


def share_statements() -> None:
    """Every engine of this process and its children takes the compiled statements of the first of its kind.

    They are looked up by their dialect, so it takes that one's dialect too.
    """
    first: dict[str, tuple[sa.Dialect, LRUCache[object, object]]] = {}

    def engine(url: sa.URL, settings: Settings) -> sa.Engine:
        made = _make_engine(url, settings)
        shared = first.setdefault(url.get_backend_name(), (made.dialect, LRUCache(_STATEMENTS)))
        made.dialect, made._compiled_cache = shared  # type: ignore[assignment]
        return made

    database_module._engine = engine


def share_matchers() -> None:
    """A book's matcher is compiled once for all offices that have the same book."""
    compiled: dict[str, Matcher] = {}

    def compile_once(forms: Sequence[tuple[int, str]], halves: Sequence[Halves]) -> Matcher:
        key = matcher_cache._key(list(forms), list(halves))
        if key not in compiled:
            compiled[key] = _compile(forms, halves)
        return compiled[key]

    matcher_cache.compile_forms = compile_once
