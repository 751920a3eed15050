"""Scrapy as it comes, to compare with: `links` walks a site, `list` fetches a list of URLs."""

from __future__ import annotations

import json
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
}


class Links(CrawlSpider):
    """Follow every link, read nothing."""

    name = "links"
    rules = (Rule(LinkExtractor(), follow=True),)


class Listed(scrapy.Spider):
    """Fetch the product pages of a corpus, read nothing."""

    name = "list"
    products: str
    site: str

    async def start(self):  # type: ignore[no-untyped-def]
        for number in range(int(self.products)):
            yield scrapy.Request(f"{self.site}product/{number}.html", dont_filter=True)

    def parse(self, _response):  # type: ignore[no-untyped-def]
        return None


def main(kind: str, site: str, products: str) -> None:
    process = CrawlerProcess(SETTINGS)
    spider = Links if kind == "links" else Listed
    crawler = process.create_crawler(spider)
    process.crawl(crawler, start_urls=[site], site=site, products=products)
    begun = time.monotonic()
    process.start()
    pages = crawler.stats.get_value("response_received_count", 0)
    print(json.dumps({"pages": pages, "seconds": time.monotonic() - begun}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
