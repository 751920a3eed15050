"""The record of a right (权利档案): what contradicts itself in it, and what could be added to it.

Nothing here judges a listing or writes into the store.
"""
