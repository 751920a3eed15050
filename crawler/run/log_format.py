"""What Scrapy logs of a crawl: nothing a page; the run's own account says more (日志)."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietFormatter(LogFormatter):
    """No line for a page that was fetched or could not be: the frontier keeps the reason."""

    def crawled(self, *_: Any) -> None:  # type: ignore[override]
        return None
