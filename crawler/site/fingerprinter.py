"""Scrapy's request fingerprinter of the site spider (请求指纹): one visit for all addresses of one page."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.frontier.page_fingerprint import PLAIN, RequestManner, page_fingerprint
from crawler.frontier.page_queue import host_of
from crawler.run.stored_request import RENDER
from crawler.url.url_sessions import SessionNames


class SiteFingerprinter:
    """Knows the names of sessions that the hosts of this run write into their addresses."""

    def __init__(self) -> None:
        self.sessions = SessionNames()

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> SiteFingerprinter:
        return cls()

    def fingerprint(self, request: Request) -> bytes:
        """20 bytes of what makes two visits the same."""
        manner = RequestManner(
            method=request.method,
            body=request.body.decode("utf-8", "replace") if request.method != "GET" else "",
            render=bool(request.meta.get(RENDER)),
        )
        return self.of_url(request.url, manner)

    def of_url(self, url: str, manner: RequestManner = PLAIN) -> bytes:
        """The fingerprint of a plain GET, or of a request of another manner."""
        return page_fingerprint(self.sessions.without(host_of(url), url), manner)
