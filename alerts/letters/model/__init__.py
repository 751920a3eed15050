"""A letter as data: its kind, its facts, what must be there, how facts become words.

No database and no Word file.
"""
