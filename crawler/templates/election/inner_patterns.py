"""Patterns that cut a value out of the text around it (前后缀), learnt from several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_PREFIX_LENGTH, _SUFFIX_LENGTH = 12, 8
"""Characters before and behind a value that a pattern names; chosen by hand."""
_FEWEST = 2
"""Pages that must show the same words around a value."""
_SEPARATORS = re.compile(r"\s[-–—|·»›•]+\s|[_|｜丨【】–—»]|\s*[-|]\s+|,\s")


def inner_patterns(contexts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Regular expressions whose first group is the value, the commonest surroundings first."""
    counts = Counter(
        (before[-_PREFIX_LENGTH:], after[:_SUFFIX_LENGTH]) for before, after in contexts
    )
    common = (_common_end([b for b, _ in contexts]), _common_start([a for _, a in contexts]))
    counts[common] += len(contexts) if any(common) else 0
    for (before, after), count in counts.most_common(3):
        if count >= _FEWEST and (before or after):
            start = re.escape(before) if before else "^"
            end = f"\\s*{re.escape(after.strip())}" if after.strip() else "$"
            yield f"{start}\\s*(\\S.*?)\\s*{end}"


def without_site(titles: Sequence[str]) -> list[str]:
    """Document titles of several pages without what they all begin or end with (the site's name).

    >>> without_site(["红茶 - 示例商城", "绿茶 - 示例商城"])
    ['红茶', '绿茶']
    """
    behind, before = _from_separator(_common_end(titles)), _to_separator(_common_start(titles))
    cut = [title[len(before) : len(title) - len(behind)] for title in titles]
    return [title.strip() for title in cut]


def _from_separator(text: str) -> str:
    match = _SEPARATORS.search(text)
    return text[match.start() :] if match else ""


def _to_separator(text: str) -> str:
    matches = list(_SEPARATORS.finditer(text))
    return text[: matches[-1].end()] if matches else ""


def _common_start(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts, default=""), max(texts, default="")
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[: min(len(first), len(last))] if length is None else first[:length]


def _common_end(texts: Sequence[str]) -> str:
    """What all texts end with."""
    return _common_start([text[::-1] for text in texts])[::-1]
