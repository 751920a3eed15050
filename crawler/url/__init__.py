"""Web addresses: their parts, their canonical spelling, what an address alone says of its page.

No fetching, no reading of pages, no platform profiles.
"""
