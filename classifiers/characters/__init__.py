"""Single characters: what they fold to, how they sound, what they may be mistaken for.

Whole marks are `classifiers.matching`; the table is built by `tools.confusions`.
"""
