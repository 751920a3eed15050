"""Read models: the queue, lists, counts and exports that pages, commands and the API share.

Only queries stand here. Nothing in this room changes a row.
"""
