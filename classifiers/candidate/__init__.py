"""A candidate: one listing × one right whose mark matched, with the facts that all signals share.

No weights and no scores.
"""
