"""The queue's order, its search box, and what is looked up by a few typed letters.

Only queries stand here. Nothing in this room changes a row.
"""
