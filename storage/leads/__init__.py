"""线索 and 研判: the state of a lead, its rank, its decisions, and its reopening.

The only room that writes a lead's state, rank or relisting. Reading them for a page is `storage.views`.
"""
