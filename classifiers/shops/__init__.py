"""Shops as wholes: names made like those of genuine shops, and goods listed under a mark that they do not bear.

What one listing says against one right belongs to `candidate` and `signals`.
"""
