"""Measures on public suites and collections that others keep: each command names the checkout it reads."""
