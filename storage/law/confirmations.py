"""The office's confirmations of articles (条文核对), kept in the database and in the audit trail."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput
from storage.law.law_book import Confirmation, LawBook, text_digest
from storage.law.provision import Article, article_on
from storage.tables import LawConfirmationRow

SHORTEST_SOURCE = 4
"""Characters of a source that names something, chosen by hand."""


def load_law_book(session: Session) -> LawBook:
    """The law with all confirmations of this database."""
    rows = session.scalars(sa.select(LawConfirmationRow))
    return LawBook(
        confirmations={
            (row.provision, row.in_force): Confirmation(
                provision=row.provision,
                in_force=row.in_force,
                article=row.article,
                text=row.text,
                text_sha256=row.text_sha256,
                source=row.source,
                confirmed_by=row.confirmed_by,
                confirmed_at=row.confirmed_at,
            )
            for row in rows
        }
    )


def confirm(
    session: Session,
    name: str,
    day: date,
    *,
    user: str,
    source: str,
    number: int | None = None,
    text: str | None = None,
) -> Article:
    """Records that `user` compared the article in force on `day` with `source`.

    `text` is the whole article where none is at hand, or where the published one is wrong; without it
    the published text is confirmed, or, where there is none, the number alone. `number` corrects the
    article's number. Raises BadInput for an unknown provision, a source that names nothing, a text
    without words or a number below 1.
    """
    published = article_on(name, day)
    source, words = source.strip(), text.strip() if text is not None else None
    if len(source) < SHORTEST_SOURCE:
        raise BadInput("law.no-source", provision=name)
    if words == "":
        raise BadInput("law.empty-text", provision=name)
    if number is not None and number < 1:
        raise BadInput("law.number", number=number)
    row = LawConfirmationRow(
        provision=name,
        in_force=published.version.in_force,
        article=number or published.number,
        text=words,
        text_sha256=text_digest(published.text) if published.text and words is None else None,
        source=source,
        confirmed_by=user,
    )
    session.merge(row)
    session.flush()
    article = load_law_book(session).article(name, day)
    trail.record(
        session,
        actor=user,
        act="law.confirm",
        subject=f"law:{name}",
        version=published.version.in_force.isoformat(),
        article=article.number,
        text=text_digest(article.text) if article.text else None,
        source=source,
    )
    return article
