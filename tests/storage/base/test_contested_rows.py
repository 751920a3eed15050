"""Rows whose name or number somebody else has, or takes at the same moment."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.base.contested_rows import add_unique
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.tables import NoticeChannelRow


def test_a_name_that_somebody_took_in_between_is_refused_and_the_transaction_goes_on(
    database: Database,
) -> None:
    def row(name: str) -> NoticeChannelRow:
        return NoticeChannelRow(name=name, kind="wecom", sealed_key="x", server=None, purposes="")

    with database.begin() as session:
        add_unique(session, row("一科"), BadInput("channel.taken", name="一科"))
        with pytest.raises(BadInput, match="一科"):
            add_unique(session, row("一科"), BadInput("channel.taken", name="一科"))
        add_unique(session, row("二科"), BadInput("channel.taken", name="二科"))
    with database.read() as session:
        names = session.scalars(sa.select(NoticeChannelRow.name)).all()
    assert sorted(names) == ["一科", "二科"]
