"""Programs that benchmarks measure beside: stock Scrapy, crawlee, extruct."""
