"""crawlee-python with parsel, to compare with: walk a site by its links, read nothing else."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from crawlee import ConcurrencySettings
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

AT_ONCE = 16


async def main(site: str) -> None:
    """A fixed number at once: its own scaling would look at how busy the machine is."""
    crawler = ParselCrawler(
        storage_client=MemoryStorageClient(),
        concurrency_settings=ConcurrencySettings(
            min_concurrency=AT_ONCE, desired_concurrency=AT_ONCE, max_concurrency=AT_ONCE
        ),
        configure_logging=False,
    )

    @crawler.router.default_handler
    async def follow(context: ParselCrawlingContext) -> None:
        await context.enqueue_links()

    begun = time.monotonic()
    statistics = await crawler.run([site])
    print(json.dumps({"pages": statistics.requests_finished, "seconds": time.monotonic() - begun}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
