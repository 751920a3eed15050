"""The parts of results that a run over open APIs still has to ask for (待查询页), as rows of its queue.

Every word's first page is asked before any word's second one: results begin with what fits best. The
words come in the order of how telling they are, and stand in the queue in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from crawler.open_api.description import ApiDescription
from crawler.open_api.request import Query
from storage.crawls.frontier import NewPage, QueuedPage
from storage.records.stored_request import StoredRequest
from storage.tables import FrontierKind

KIND = FrontierKind.API
MOST_IDLE = 2
"""Pages in a row without anything new after which a result is not followed any further; by hand."""


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """One page of the result of one word."""

    query: Query
    previous: str | None = None
    """Digest of the page before: an API that repeats its last page for ever is left."""
    idle: int = 0
    """Pages in a row before this one that gave nothing new."""


def first_pages(description: ApiDescription, words: Iterable[str]) -> list[NewPage]:
    """The first page of every word's result."""
    return [new_page(description, ResultPage(query=Query(word=word, page=1))) for word in words]


def new_page(description: ApiDescription, page: ResultPage) -> NewPage:
    """A page as the queue takes it; its address is no request, and holds neither key nor signature."""
    query = page.query
    url = f"{description.endpoint}#{description.name}?word={quote(query.word)}&page={query.page}"
    return NewPage(
        fingerprint=hashlib.sha1(url.encode(), usedforsecurity=False).digest(),
        url=url,
        host=description.name,
        kind=KIND,
        priority=-query.page,
        depth=query.page - 1,
        request=StoredRequest(
            meta={
                "word": query.word,
                "page": query.page,
                "cursor": query.cursor,
                "previous": page.previous,
                "idle": page.idle,
            }
        ),
    )


def page_of(row: QueuedPage) -> ResultPage:
    """What a row of the queue asks for."""
    assert row.request is not None
    meta = row.request.meta
    cursor, previous = meta["cursor"], meta["previous"]
    return ResultPage(
        query=Query(
            word=str(meta["word"]),
            page=int(str(meta["page"])),
            cursor=str(cursor) if cursor is not None else None,
        ),
        previous=str(previous) if previous is not None else None,
        idle=int(str(meta["idle"])),
    )


def digest_of(keys: Sequence[str]) -> str:
    """By which two pages are known to show the same goods in the same order."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]


def page_after(
    description: ApiDescription,
    page: ResultPage,
    keys: Sequence[str],
    *,
    items: int,
    total: int | None,
    cursor: str | None,
    new: int,
) -> ResultPage | None:
    """The page that follows, or None where the result has ended, repeats itself, or may not go on."""
    paging, number = description.paging, page.query.page
    digest = digest_of(keys)
    idle = 0 if new else page.idle + 1
    if not items or digest == page.previous or idle >= MOST_IDLE or number >= paging.most_pages:
        return None
    if total is not None and number * paging.size >= total:
        return None
    if total is None and items < paging.size:
        return None
    return ResultPage(
        query=Query(word=page.query.word, page=number + 1, cursor=cursor),
        previous=digest,
        idle=idle,
    )
