"""The spider that walks a shop or site from its start pages (站点采集): `scrapy crawl site -a url=…`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from crawler.http.page_response import fetched_of
from crawler.run.crawl_options import CrawlOrder, read_follow, read_render
from crawler.run.run_extension import RunResources, run_of
from crawler.run.stored_request import KIND
from crawler.site.fingerprinter import SiteFingerprinter
from crawler.site.page_outcome import read_answer
from crawler.site.rechecks import recheck_requests
from crawler.site.site_crawl import SiteCrawl
from storage.base.errors import BadInput, StoreUnavailable
from storage.listings.store import SeenListing


class SiteSpider(Spider):
    """Reads every page of a site; its arguments are the options of `hubiao crawl`."""

    name = "site"
    custom_settings: dict[str, object] | None = {  # noqa: RUF012  as Scrapy declares it
        "REQUEST_FINGERPRINTER_CLASS": "crawler.site.fingerprinter.SiteFingerprinter",
        "HTTPERROR_ALLOW_ALL": True,  # a status says something of the page
    }

    def __init__(
        self,
        url: str = "",
        follow: str = "site",
        render: str = "auto",
        max_pages: str | None = None,
        search: str = "",
        platform: str | None = None,
        order: CrawlOrder | None = None,
        resources: RunResources | None = None,
        **arguments: Any,
    ) -> None:
        """`url` and `search` hold one value, or several with spaces and commas between them.

        Raises BadInput for an argument that cannot be used.
        """
        super().__init__(**arguments)
        self.order = order or CrawlOrder(
            urls=tuple(url.split()),
            follow=read_follow(follow),
            render=read_render(render),
            max_pages=_read_number("max_pages", max_pages),
            words=tuple(word.strip() for word in search.split(",") if word.strip()),
            profile=Path(platform) if platform else None,
        )
        self.resources = resources
        self._site: SiteCrawl
        self._rechecked = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._recheck, signals.spider_idle)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The start pages; on a resumed run the queue knows them already."""
        run = run_of(self.crawler)
        fingerprinter = self.crawler.request_fingerprinter
        assert isinstance(fingerprinter, SiteFingerprinter)
        self._site = SiteCrawl(run, self.order, fingerprinter)
        for url in self.order.urls:
            yield Request(url, meta={KIND: "start"})

    def parse(self, response: Response, **_arguments: Any) -> Iterator[Request | SeenListing]:
        """Read one page: its listings and where it leads."""
        visit = self._site.run.visits.of(response)
        assert visit is not None
        yield from read_answer(self._site, visit, fetched_of(response))

    def _closed(self) -> None:
        """Keep how far the learnt templates served. Scrapy prints in full what a handler raises."""
        if hasattr(self, "_site"):
            try:
                self._site.templates.close()
            except StoreUnavailable as error:
                self._site.run.outcome.break_off(error)

    def _recheck(self) -> None:
        """Nothing is left: look, once, for known listings that no page led to."""
        if self._rechecked or not hasattr(self, "_site"):  # none where the start could not be read
            return
        self._rechecked = True
        try:
            requests = list(recheck_requests(self._site))
        except StoreUnavailable as error:
            self._site.run.outcome.break_off(error)
            return
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider


def _read_number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        raise BadInput("spider.number", name=name, value=text) from None
