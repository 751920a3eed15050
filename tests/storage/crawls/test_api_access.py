"""Access to open APIs: a budget that all runs share, keys that lie sealed, terms that may change."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.crawls.api_access import (
    confirm_terms,
    forget_keys,
    load_access,
    load_keys,
    save_keys,
    set_budget,
    take_call,
    terms_hash,
)
from storage.files.sealed_secrets import seal
from storage.tables import ApiAccessRow


@pytest.mark.both_databases
def test_calls_of_one_day_are_counted_up_to_the_budget(database: Database) -> None:
    for expected in (True, True, False):
        with database.begin() as session:
            assert take_call(session, "jd-union", 2) is expected
    with database.begin() as session:
        assert take_call(session, "pdd-ddk", 1)
        assert load_access(session, "jd-union").calls_today == 2


def test_keys_lie_sealed_under_the_key_of_the_data_folder(
    database: Database, settings: Settings
) -> None:
    with database.begin() as session:
        save_keys(session, settings.home, "jd-union", {"secret": "geheim"}, actor="王")
        row = session.get_one(ApiAccessRow, "jd-union")
        assert "geheim" not in str(row.sealed)
        assert load_keys(session, settings.home, "jd-union") == {"secret": "geheim"}
        row.sealed = seal(settings.home / "elsewhere", "{}")
        with pytest.raises(StoreUnavailable):
            load_keys(session, settings.home, "jd-union")
        forget_keys(session, "jd-union", actor="王")
        assert load_keys(session, settings.home, "jd-union") == {}


def test_other_terms_want_another_confirmation(database: Database) -> None:
    terms = terms_hash([("服务协议", "https://a.example/")])
    with database.begin() as session:
        confirm_terms(session, "jd-union", terms, actor="王")
        set_budget(session, "jd-union", 50, actor="王")
        access = load_access(session, "jd-union")
    assert access.accepts(terms)
    assert not access.accepts(terms_hash([("服务协议（2027 版）", "https://a.example/")]))
    assert (access.terms_by, access.budget) == ("王", 50)
