"""Fetching shops and sites, politely, and reading their pages into listings."""
