"""The history of the tables (Alembic)."""

HEAD = "0057"
"""The newest revision: lets a start see that nothing is to migrate without loading Alembic."""
