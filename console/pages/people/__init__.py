"""Pagination on sign-in, accounts and programs."""
