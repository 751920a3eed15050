"""One run of a crawl: from its start pages to its closing account, as Scrapy components.

What a page says is `crawler.extract`; how one exchange works is `crawler.http`.
"""
