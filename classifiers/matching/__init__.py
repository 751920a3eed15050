"""Matching marks in texts: written-out variants, near forms, word boundaries.

Single characters are `classifiers.characters`; what a match means for a right is
`classifiers.candidate` and `classifiers.signals`.
"""
