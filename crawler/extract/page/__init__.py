"""A page before anyone asks what it sells: bytes, charset, tree, visible text, headline, layout.

No prices, no kinds, no words of shops beyond those by which a headline and an aside are told.
"""
