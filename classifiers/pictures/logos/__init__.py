"""Logos (图形标识): a right's registered pictures looked for in a listing's.

Local features propose where a registered picture may lie, as one plane; what lies there is then
compared with it point by point. Only the comparison decides.
"""
