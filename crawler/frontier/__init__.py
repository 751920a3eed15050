"""Addresses: their parts, their canonical spelling, the key of a listing, the queue of pages.

No fetching and no parsing of pages.
"""
