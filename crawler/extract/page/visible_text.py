"""The visible text of a page as one text."""

from __future__ import annotations

from crawler.extract.page.document import TextRun


def join_runs(runs: list[TextRun], limit: int = 20_000) -> str:
    """The runs joined into one text."""
    texts: list[str] = []
    size = 0
    for run in runs:
        texts.append(run.text)
        size += len(run.text) + 1
        if size > limit:
            break
    return " ".join(texts)[:limit]
