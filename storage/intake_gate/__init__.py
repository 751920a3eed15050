"""The gate for files and texts that people bring (外来文件): what each kind may cost, and the checks before
anybody reads one.

How a reading process is confined belongs to `storage.sandbox`; what a file means, to the room that reads it.
"""
