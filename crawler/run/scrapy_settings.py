"""Scrapy's settings of this project (采集引擎的设置), for `scrapy crawl` and `hubiao crawl` alike.

The public extension points carry what every spider gets without knowing it: the scheduler keeps the
frontier in the database, the download handler goes through the address guard, robots.txt and the
host's pace, the spider middleware and the pipeline store what a page gave together with its end.
What Scrapy does by itself and a public office should not is off.
"""

from __future__ import annotations

from storage.base.settings import load_settings

BOT_NAME = "hubiao"
SPIDER_MODULES = ["crawler.spiders", *load_settings().spider_modules]
SPIDER_LOADER_WARN_ONLY = True  # a broken package does not keep the others from working
TWISTED_REACTOR_ENABLED = False  # plain asyncio, shared with the browser pool

SCHEDULER = "crawler.run.scheduler.FrontierScheduler"
_HANDLER = "crawler.run.download_handler.GuardedDownloadHandler"
DOWNLOAD_HANDLERS: dict[str, object] = {
    "http": _HANDLER,
    "https": _HANDLER,
    # Files and code that a URL could reach.
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
EXTENSIONS = {
    "crawler.run.run_extension.RunExtension": 0,
    "scrapy.extensions.closespider.CloseSpider": 500,  # CLOSESPIDER_*
    "scrapy.extensions.feedexport.FeedExporter": 500,  # -o FILE
}
SPIDER_MIDDLEWARES = {
    "crawler.run.callback_middleware.VisitMiddleware": 10,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
}
DOWNLOADER_MIDDLEWARES = {"scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": 50}
ITEM_PIPELINES = {"crawler.run.listing_pipeline.ListingPipeline": 900}

# Their work is done by the components above: retries with pauses, redirects hop by hop past the
# guard and robots.txt, cookies for one visit only, depth.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, object] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, object] = {}
EXTENSIONS_BASE: dict[str, object] = {}
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPPROXY_ENABLED = False
ROBOTSTXT_OBEY = True
DOWNLOAD_VERIFY_CERTIFICATES = True

# Doors to the process for a neighbour on the machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# How fast a host is asked is decided per host where a request waits for its turn, so that Scrapy's
# own slots let everything through; requests that wait cost little.
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS = 512
CONCURRENT_REQUESTS_PER_DOMAIN = 512
CONCURRENT_ITEMS = 1  # each costs a task a page
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 2**20

WARN_ON_GENERATOR_RETURN_VALUE = False
LOG_FORMATTER = "crawler.run.log_format.QuietFormatter"
LOG_LEVEL = "INFO"
STATS_DUMP = False
