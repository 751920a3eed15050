"""Pagination on monitoring tasks and platform profiles."""
