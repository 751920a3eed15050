"""What callbacks and errbacks yield (回调产出), bound to the visit that it belongs to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import arg_to_iter
from twisted.python.failure import Failure

from crawler.http.fetcher import FetchFailed
from crawler.run.open_visits import OpenVisit, OpenVisits
from crawler.run.stored_request import stored_request
from storage.base.errors import store_failure
from storage.records.stored_request import StoredRequest

LINK = "link"
"""Key in a request's meta on its way from the spider to the scheduler: its VisitLink."""
GONE = frozenset({404, 410})
"""Statuses that say that an address shows nothing any more (RFC 9110 §15.5.5, §15.5.11)."""


@dataclass(frozen=True)
class VisitLink:
    """The visit whose callback yielded a request, and the request as its row holds it."""

    visit: OpenVisit
    row: StoredRequest | None


async def bind_outputs(
    outputs: Iterable[Any] | AsyncIterator[Any], visit: OpenVisit, spider: Spider
) -> AsyncIterator[Any]:
    """The same outputs; each counts as pending, and each request carries its VisitLink.

    Raises BadInput for a request that no row of the frontier can hold.
    """
    if isinstance(outputs, AsyncIterator):
        async for output in outputs:
            yield _bind(output, visit, spider)
    else:
        for output in outputs:
            yield _bind(output, visit, spider)


def _bind(output: Any, visit: OpenVisit, spider: Spider) -> Any:
    if output is None:
        return None
    if isinstance(output, Request):
        if isinstance(output.errback, VisitErrback):
            output.errback = output.errback.errback
        output.meta[LINK] = VisitLink(visit, stored_request(output, spider))
    visit.pending += 1
    return output


@dataclass(frozen=True)
class VisitErrback:
    """The errback of every request: it records why a page could not be read, then lets the spider's own
    errback speak, unless the page is tried again."""

    visits: OpenVisits
    visit: OpenVisit
    errback: Callable[[Failure], Any] | None
    spider: Spider

    def __call__(self, failure: Failure) -> AsyncIterator[Any]:
        self._note(failure.value)
        # Scrapy sends what this yields past the spider middleware after an error of a status, and
        # not after one of the download: only here it is bound.
        self.visit.is_bound = True
        return self._outputs(failure)

    async def _outputs(self, failure: Failure) -> AsyncIterator[Any]:
        visit = self.visit
        try:
            if self.errback is not None and not self.visits.will_retry(visit):
                outputs = self.errback(failure)
                if isawaitable(outputs):
                    outputs = await outputs
                if not isinstance(outputs, AsyncIterator):
                    outputs = arg_to_iter(outputs)
                async for output in bind_outputs(outputs, visit, self.spider):
                    yield output
        except Exception as error:
            if (full := store_failure(error)) is None:
                raise
            self.visits.break_off(visit, full)  # the run says it, and the page stays in the queue
        finally:
            visit.exhausted = True
            self.visits.settle(visit)

    def _note(self, error: BaseException | None) -> None:
        visit = self.visit
        if isinstance(error, HttpError):
            status = error.response.status
            visit.failure = FetchFailed("exchange.status", temporary=False, status=status)
            if status in GONE:
                visit.gone = (visit.page.url,)
        elif isinstance(error, IgnoreRequest):
            visit.counts, visit.start_counts = {"left_out": 1}, False
        else:
            visit.failure = error or FetchFailed("exchange.failed", temporary=False)
