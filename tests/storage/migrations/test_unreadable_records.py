"""An older program kept lone surrogates of pages in SQLite, which cannot read such a field alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command

from storage.base.database import Database
from tests.databases import between_revisions
from tests.storage.leads.test_facets import opened

_PLACE = "SELECT json_extract(record, '$.location') FROM listing_versions"


def test_what_sqlite_cannot_read_is_replaced_and_other_texts_stay(database: Database) -> None:
    with database.begin() as session:
        opened(session, "1")
    with between_revisions(database) as (connection, config):
        command.downgrade(config, "0059")
        connection.execute(
            sa.text(
                "UPDATE listing_versions SET record = json_set(record, '$.title', '𠮷', '$.location', 'X')"
            )
        )
        connection.execute(
            sa.text(
                r"UPDATE listing_versions SET record = replace(record, 'X', '四川\ud800\u0000')"
            )
        )
        command.upgrade(config, "head")
    with database.read() as session:
        assert session.scalar(sa.text(_PLACE)) == "四川\ufffd"
        assert session.scalar(sa.text(_PLACE.replace("location", "title"))) == "𠮷"
