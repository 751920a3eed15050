"""Matchers that depend on their book alone, compiled once in the process that forks the others."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.matching import matcher_cache
from classifiers.matching.matcher import Matcher
from classifiers.matching.sign_halves import Halves

_compile = matcher_cache.compile_forms


def share_matchers() -> None:
    """A book's matcher is compiled once for all offices that have the same book."""
    compiled: dict[str, Matcher] = {}

    def compile_once(forms: Sequence[tuple[int, str]], halves: Sequence[Halves]) -> Matcher:
        key = matcher_cache._key(list(forms), list(halves))
        if key not in compiled:
            compiled[key] = _compile(forms, halves)
        return compiled[key]

    matcher_cache.compile_forms = compile_once
