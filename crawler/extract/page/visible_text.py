"""The visible text of a page as one text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from crawler.extract.page.document import TextRun


def join_runs(runs: list[TextRun], limit: int = 20_000) -> str:
    """The runs joined into one text."""
    texts = [run.text for run in runs[:limit]]
    enough = bisect_right(list(accumulate(map(len, texts))), limit) + 1
    return " ".join(texts[:enough])[:limit]
