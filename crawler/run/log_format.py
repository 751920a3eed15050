"""What Scrapy logs of a crawl: nothing a page; the run's own account says more (日志)."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter

from storage.base.errors import store_failure


class QuietFormatter(LogFormatter):
    """No line for a page that was fetched or could not be: the frontier keeps the reason."""

    def crawled(self, *_: Any) -> None:  # type: ignore[override]
        return None


def is_no_store_failure(record: logging.LogRecord) -> bool:
    """A filter of Scrapy's log: what a full disk or database does to a pipeline or a signal's receiver, the run
    says in one line; Scrapy would print it in full."""
    return not record.exc_info or store_failure(record.exc_info[1]) is None
