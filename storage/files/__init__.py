"""Files of the data folder: atomic writes, keys, the vault, uploads, text and YAML readers, backup.

What a file means belongs to the room that reads it.
"""
