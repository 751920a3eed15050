"""Look-alike sites (仿冒网站): names of sites that are made like a holder's, and pages compared with its own.

Belongs here: which names may be taken for a genuine one, how like two pages are. Does not: looking names up,
visiting pages (`crawler.capture`).
"""
