"""A lead on which nothing was decided."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from tests.storage.leads.assessed_lead import FLOUR, assessed


@pytest.fixture
def lead_id(database: Database) -> int:
    with database.begin() as session:
        return assessed(session, FLOUR, 0.95).id
