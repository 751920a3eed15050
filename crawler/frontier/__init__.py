"""The frontier: which page comes next, under which listing key, how fast each host is asked, what is left out.

Its rows are in `storage.crawls.frontier`; fetching is `crawler.http`.
"""
