"""Batches of texts (文本分批) that are searched together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_TOGETHER = 1 << 20
"""Characters searched together; chosen by hand."""


def batches_of(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """(place of the first, texts) that are looked through together, so that memory stays flat."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= _TOGETHER:
            yield first, texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts):
        yield first, texts[first:]
