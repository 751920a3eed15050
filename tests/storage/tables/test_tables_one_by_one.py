"""Tables that are imported one by one come with all tables that they refer to."""

from __future__ import annotations

import subprocess
import sys

import pytest

import storage.tables
from storage.tables import whole

_RESOLVE = (
    "import sys, storage.tables as tables; from storage.tables.base import Base;"
    "getattr(tables, sys.argv[1]);"
    "[key.column for table in Base.metadata.tables.values() for key in table.foreign_keys]"
)


@pytest.mark.parametrize("module", sorted(storage.tables._OF_A_CRAWL))
def test_no_foreign_key_leads_to_a_table_that_is_not_there(module: str) -> None:
    row = storage.tables._OF_A_CRAWL[module][0]
    subprocess.run([sys.executable, "-c", _RESOLVE, row], check=True, capture_output=True)


def test_every_row_is_the_same_by_itself_and_in_the_whole() -> None:
    for name in whole.__all__:
        assert getattr(storage.tables, name) is getattr(whole, name)
