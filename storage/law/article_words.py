"""Grounds that name a provision by its meaning, put into the words of the law in force on a day.

Stored grounds hold `[[trademark.infringing-acts#labels]]`, so that their numbers turn with the law.
"""

from __future__ import annotations

import re
from datetime import date

from storage.base.office_time import today
from storage.law.provision import article_on, provisions

_REFERENCE = re.compile(r"\[\[([a-z-]+\.[a-z-]+)(?:#([a-z-]+))?\]\]")


def with_articles(text: str, day: date | None = None) -> str:
    """`text` with each reference as 《商标法》第五十七条第（四）项 of the law on `day` (default: today)."""
    if "[[" not in text:
        return text
    return _REFERENCE.sub(lambda match: _citation(match, day or today()), text)


def _citation(match: re.Match[str], day: date) -> str:
    if match[1] not in provisions():
        return match[0]  # a seller may write brackets too
    article = article_on(match[1], day)
    return article.short_citation + (article.part_words(match[2]) if match[2] else "")
