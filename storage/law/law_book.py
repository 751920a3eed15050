"""The law as this office may print it: the published texts, and what its legal staff confirmed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.law.provision import Article, ArticleState, article_on, governing_day, provisions


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """核对: one article compared with a source by a person of the office."""

    provision: str
    in_force: date
    """Day in force of the version that was compared."""
    article: int
    text: str | None
    """The whole article as typed in; None: the published text is right, or only the number is known."""
    text_sha256: str | None
    """Hash of the published text that was confirmed."""
    source: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """A provision whose article changes on a day."""

    provision: str
    day: date
    before: Article | None
    """None where the provision is new."""
    after: Article


@dataclass(frozen=True, kw_only=True)
class LawBook:
    """Articles by provision and day, with the office's confirmations applied."""

    confirmations: Mapping[tuple[str, date], Confirmation] = field(default_factory=dict)

    def article(self, name: str, day: date) -> Article:
        """The article in force on that day. Raises BadInput as `article_on` does."""
        published = article_on(name, day)
        confirmed = self.confirmations.get((name, published.version.in_force))
        if confirmed is None:
            return published
        if published.text is not None and confirmed.text is None:
            if confirmed.text_sha256 != text_digest(published.text):
                return published  # another text than the one that was confirmed
            return dataclasses.replace(
                published, state=ArticleState.OFFICE, source=confirmed.source
            )
        return dataclasses.replace(
            published,
            number=confirmed.article,
            text=confirmed.text,
            state=ArticleState.OFFICE,
            source=confirmed.source,
        )

    def governing(self, name: str, *, act: date, letter: date) -> Article:
        """The article that a letter of one day cites for an act of another."""
        return self.article(name, governing_day(name, act=act, letter=letter))

    def changes(self, first: date, last: date) -> tuple[Change, ...]:
        """The provisions whose article or words change after `first`, up to and including `last`."""
        changes = []
        for name, provision in provisions().items():
            for version in provision.statute.versions:
                if first < version.in_force <= last and version.in_force in provision.articles:
                    earlier = [day for day in provision.articles if day < version.in_force]
                    changes.append(
                        Change(
                            provision=name,
                            day=version.in_force,
                            before=self.article(name, max(earlier)) if earlier else None,
                            after=self.article(name, version.in_force),
                        )
                    )
        return tuple(changes)


def text_digest(text: str) -> str:
    """SHA-256 of an article's words, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
