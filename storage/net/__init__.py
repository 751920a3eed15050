"""The address policy and the one plain HTTP exchange that holds it.

The crawl's own fetcher is `crawler.http`; it asks the same policy.
"""
