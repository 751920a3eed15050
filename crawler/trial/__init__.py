"""Trying a platform profile on saved or live pages before a run depends on it.

Nothing here is stored.
"""
