"""商品信息, shops and pictures as stored: versions by content hash, and what links listings.

Reading a page into a listing is `crawler.extract`; what a listing means is `classifiers`.
"""
