"""Pure readers of pages: bytes of a page → its kind, its listing (商品信息) and its links.

    page = Page.from_bytes(url, body, charset_of_header, status=200)
    reading = read_page(page, profile)

(`crawler.extract.page.page` and `crawler.extract.read_page`.) Rooms: `page` (bytes, tree, text), `structured`
(what is stated for machines), `visible` (what a buyer sees), `kind`. No network, no database; only the parsers,
`crawler.platform` and `storage.records`. Nothing is imported here: a crawl on which nothing changed does without
the readers.
"""
