"""Pure page readers: bytes of a page → its kind, its listing (商品信息) and its links.

    page = Page.from_bytes(url, body, charset_of_header, status=200)
    reading = read_page(page, profile)

No network, no database; only the parsers and `storage.records`.
"""

from crawler.extract.page.page import Link, Page, PageReading
from crawler.extract.read_page import read_page

__all__ = ["Link", "Page", "PageReading", "read_page"]
