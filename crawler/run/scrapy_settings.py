"""Scrapy's settings for a crawl (采集引擎的设置): what it does by itself and should not is off.

Fetching, politeness, robots.txt, redirects and the queue are ours (downloader.py, scheduler.py),
since the address guard, the deadlines and the crash-safe frontier must hold for every request.
"""

from __future__ import annotations

from typing import Any

BOT_NAME = "hubiao"
SPIDER_MODULES = ["crawler.spiders"]

SCHEDULER = "crawler.run.scheduler.FrontierScheduler"
DOWNLOADER = "crawler.run.downloader.GuardedDownloader"
LOG_FORMATTER = "crawler.run.log_format.QuietFormatter"
TWISTED_REACTOR_ENABLED = False  # plain asyncio, shared with the browser pool

# Code and files that a URL or a neighbour on the machine could reach.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS: dict[str, Any] = dict.fromkeys(("data", "file", "ftp", "s3", "http", "https"))
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPPROXY_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True

# Chains that would cost a page more than its fetch and whose work is done elsewhere.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, Any] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, Any] = {}
EXTENSIONS_BASE: dict[str, Any] = {}
WARN_ON_GENERATOR_RETURN_VALUE = False

ROBOTSTXT_OBEY = True
CONCURRENT_ITEMS = 1  # a spider yields nothing here; each costs a task a page
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 2**20
LOG_ENABLED = False  # the command sets up logging
STATS_DUMP = False
