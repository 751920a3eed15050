"""The tables of this program's database (表结构): their revision, those of a new database, the way from older ones.

What each migration does stands in `storage.migrations`, which Alembic loads by its name.
"""
