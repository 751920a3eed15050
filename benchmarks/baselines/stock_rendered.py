"""scrapy-playwright as it comes, to compare with: pages of a script-drawn shop from a list."""

from __future__ import annotations

import json
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy_playwright.page import PageMethod

from benchmarks.baselines.stock_scrapy import SETTINGS

_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"


class Drawn(scrapy.Spider):
    """Draw each page, wait until its goods are there, keep the markup."""

    name = "drawn"
    products: str
    site: str

    async def start(self):  # type: ignore[no-untyped-def]
        for number in range(int(self.products)):
            yield scrapy.Request(
                f"{self.site}product/{1000 + number}.html",
                meta={
                    "playwright": True,
                    "playwright_page_methods": [PageMethod("wait_for_selector", "h1")],
                },
            )

    def parse(self, response):  # type: ignore[no-untyped-def]
        if response.css("h1::text").get():
            self.crawler.stats.inc_value("drawn")


def main(site: str, products: str, browser: str) -> None:
    settings = {
        **SETTINGS,
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": browser, "chromium_sandbox": False},
    }
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Drawn)
    process.crawl(crawler, site=site, products=products)
    begun = time.monotonic()
    process.start()
    pages = crawler.stats.get_value("drawn", 0)
    print(json.dumps({"pages": pages, "seconds": time.monotonic() - begun}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
