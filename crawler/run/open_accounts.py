"""What pages gave whose reading is not final (未定结果): a page read later may tell that they are read otherwise.

A listing has one account a run, and what is stored of it is never changed. So the first pages of a kind wait
until its template is learnt, and those that a template read alone until the full reader has agreed with it.
Their rows stay in the queue meanwhile, so that a process that dies loses none: they are visited again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from storage.crawls.page_result import PageResult
from storage.listings.page_digests import PageMemory
from storage.listings.store import SeenListing

LONGEST_WAIT = 300.0
"""Seconds after which a page is stored as it was read: a third of the fifteen minutes in which a live listing is to
be a lead, and a crawl that is killed again and again but lives as long goes on all the same. Chosen by hand."""
MOST = 512
"""Pages that wait at once, after which the oldest are stored as they were read; chosen by hand."""


@dataclass(eq=False, kw_only=True)
class OpenAccount:
    """One page's account until it is final: then it is stored with the end of its page."""

    listing: SeenListing | None = None
    """What to store in place of the listing that was read first."""
    memory: PageMemory | None = None
    """What to remember of the page with it."""
    is_final: bool = False
    since: float = field(default_factory=time.monotonic)
    """When the page was read, by the monotonic clock."""

    @property
    def is_due(self) -> bool:
        """Is it final, or has it waited long enough?"""
        return self.is_final or time.monotonic() - self.since >= LONGEST_WAIT

    def apply(self, result: PageResult) -> PageResult:
        """What its page gave, as it is read in the end."""
        if self.listing is None or not result.listings:
            return result
        return replace(result, listings=(self.listing,), memory=self.memory)


class _Waiting(NamedTuple):
    result: PageResult
    account: OpenAccount
    is_own: bool
    """Is it of the account's own page, or of a further one that shows the same listing?"""


class OpenAccounts:
    """Results that wait, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._keys: dict[str, OpenAccount] = {}
        """Key of a listing → the account of the page that showed it first."""
        self.pages = 0
        """Pages that wait."""

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def page_ids(self) -> set[int | None]:
        """Rows of the pages that wait."""
        return {waiting.result.page_id for waiting in self._waiting}

    def has_key(self, key: str) -> bool:
        """Does a page wait that shows this listing?"""
        return key in self._keys

    def follow(self, result: PageResult) -> bool:
        """Have a result wait behind the page that showed its listing first, if one waits: the first account stands."""
        if not self._keys:
            return False
        first = next((self._keys[key] for key in _keys_of(result) if key in self._keys), None)
        if first is None:
            return False
        self._append(result, first, is_own=False)
        return True

    def add(self, result: PageResult, account: OpenAccount) -> None:
        """Have the result of a page, but its links, wait until its account is final."""
        self._append(result, account, is_own=True)

    def _append(self, result: PageResult, account: OpenAccount, *, is_own: bool) -> None:
        self._waiting.append(_Waiting(replace(result, links=()), account, is_own))
        self.pages += result.counts.get("pages", 0)
        for key in _keys_of(result):
            self._keys.setdefault(key, account)

    def take(self) -> list[PageResult]:
        """Those whose wait is over, as they are stored."""
        for waiting in self._waiting[:-MOST]:
            waiting.account.is_final = True
        for waiting in self._waiting:
            waiting.account.is_final = waiting.account.is_due
        due = [waiting for waiting in self._waiting if waiting.account.is_final]
        if not due:
            return []
        self._waiting = [waiting for waiting in self._waiting if not waiting.account.is_final]
        self._keys = {key: account for key, account in self._keys.items() if not account.is_final}
        self.pages = sum(waiting.result.counts.get("pages", 0) for waiting in self._waiting)
        return [each.account.apply(each.result) if each.is_own else each.result for each in due]

    def end(self, *, remembered: bool = True) -> None:
        """No further page comes: all are stored as they were read. Those that are not `remembered` are read afresh
        at their next visit."""
        for at, waiting in enumerate(self._waiting):
            if not (remembered or waiting.account.is_final):
                self._waiting[at] = waiting._replace(result=replace(waiting.result, memory=None))
        for waiting in self._waiting:
            waiting.account.is_final = True


def _keys_of(result: PageResult) -> Iterator[str]:
    for item in result.listings:
        yield item.key
        if item.own_key:
            yield item.own_key
    yield from result.unchanged
