"""Pagination on leads, listings, shops and evidence."""
