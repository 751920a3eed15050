"""Pure readers of pages: bytes of a page → its kind, its listing (商品信息) and its links.

    page = Page.from_bytes(url, body, charset_of_header, status=200)
    reading = read_page(page, profile)

Rooms: `page` (bytes, tree, text), `structured` (what is stated for machines), `visible` (what a buyer
sees), `kind`. No network, no database; only the parsers, `crawler.platform` and `storage.records`.
"""

from crawler.extract.page.page import Link, Page, PageReading
from crawler.extract.read_page import read_page

__all__ = ["Link", "Page", "PageReading", "read_page"]
