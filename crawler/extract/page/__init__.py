"""A page before anyone asks what it says: bytes, charset, tree, visible text, layout."""
