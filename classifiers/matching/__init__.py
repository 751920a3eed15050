"""Finding marks in texts: automata, near forms, confusion table, sounds, word boundaries.

What a match means for a right is `classifiers.candidate` and `classifiers.signals`.
"""
