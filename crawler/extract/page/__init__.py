"""A page before anyone asks what it sells: bytes, charset, tree, visible text, headline, layout.

No prices, no kinds; of the words of shops only those that mark a headline and an aside.
"""
