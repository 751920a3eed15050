"""What a crawl left in its database."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from storage.base.settings import Settings
from tests.databases import migrated_database


def rows(folder: Path, *columns: object, database: str | None = None) -> list[tuple[object, ...]]:
    opened = migrated_database(Settings(home=folder, database_url=database))
    try:
        with opened.read() as session:
            return [tuple(row) for row in session.execute(sa.select(*columns))]  # type: ignore[call-overload]
    finally:
        opened.close()
