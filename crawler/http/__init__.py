"""Single exchanges over HTTP behind the address policy: pages, robots.txt, sitemaps, pictures, the proxy.

What to fetch next is decided in `crawler.run`.
"""
