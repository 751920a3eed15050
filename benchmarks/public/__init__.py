"""Measures on public suites and collections that others keep, of which each command names what it reads."""
