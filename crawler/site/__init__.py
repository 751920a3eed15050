"""What the site spider makes of a page: its listings, where it leads, whether it changed, walls and traps.

The machinery that every spider shares is `crawler.run`; reading bytes is `crawler.extract`.
"""
