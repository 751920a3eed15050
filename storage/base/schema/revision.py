"""The revision of the tables (表结构版本) that this program works with."""

HEAD = "0063"
"""The newest migration: lets a start see that nothing is to migrate without loading Alembic."""
