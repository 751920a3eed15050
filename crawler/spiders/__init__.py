"""Spiders: how the pages of a run are visited."""
