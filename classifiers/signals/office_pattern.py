"""The office's own patterns (自定义用语) where they match."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.signals.quote import quote
from storage.records import Signal

_READ = 2000
"""Characters of a field that are searched; chosen by hand."""
_MOST = 5
"""Signals of one listing; chosen by hand, so that patterns do not hide all else."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """A signal for each place where a pattern matches, the first few."""
    count = 0
    for pattern in candidate.patterns:
        for field in pattern.fields:
            text = candidate.original_fields.get(field, "")[:_READ]
            for start, end in pattern.find(text) if text else ():
                if end > start and count < _MOST:
                    count += 1
                    yield quote(
                        "own-pattern", candidate, field, (start, end), pattern.weight, pattern.says
                    )
