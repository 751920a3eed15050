from __future__ import annotations

import re
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.database import Database, open_database
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.schema.revision import HEAD
from storage.base.settings import Settings, load_settings
from storage.records import RightHolder, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import Base, HolderRow, RightRow
from tests.databases import between_revisions, migrated_database


@pytest.fixture
def settings(tmp_path: Path, empty_database_url: str) -> Settings:
    """Of a database without tables: here the migrations themselves are tested."""
    return load_settings(home=tmp_path / "home", database_url=empty_database_url)


@pytest.mark.both_databases
def test_the_migrations_make_exactly_the_tables_that_the_code_names(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD


@pytest.mark.both_databases
def test_the_database_refuses_a_state_that_is_none(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    for table in Base.metadata.tables.values():
        checks = {c["name"]: c["sqltext"] for c in inspector.get_check_constraints(table.name)}
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                allowed = checks[f"ck_{table.name}_{column.name}"]
                assert set(re.findall(r"'([^']+)'", allowed)) == set(column.type.enums), column


@pytest.mark.both_databases
def test_a_migration_that_copies_a_table_keeps_the_rows_that_refer_to_it(
    settings: Settings, database: Database
) -> None:
    from alembic import command

    with database.engine.connect() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE alembic_version"))
        connection.commit()
    with between_revisions(database) as (connection, config):
        command.upgrade(config, "0015")
        connection.execute(sa.text(
            "INSERT INTO runs (id, fingerprint, urls, options, state, counts, started_at, seconds)"
            " VALUES (1, 'x', '[]', '{}', 'running', '{}', '2026-01-01', 0)"
        ))  # fmt: skip
        connection.execute(sa.text(
            "INSERT INTO frontier (id, run_id, host, fingerprint, url, kind, priority, depth, state,"
            " tries) VALUES (1, 1, 'h:443', '12345678901234567890', 'u', 'list', 0, 0, 'queued', 0)"
        ))  # fmt: skip
    open_database(settings, migrate=True).close()
    with database.begin() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM frontier")) == 1
    with pytest.raises(sa.exc.IntegrityError), database.begin() as session:
        session.execute(sa.text("UPDATE runs SET state = 'lost'"))


@pytest.mark.both_databases
def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with suppress(ZeroDivisionError), database.begin() as session:
        session.add(HolderRow(id="a", name="示例公司", record=RightHolder(id="a", name="示例公司")))
        session.flush()
        raise ZeroDivisionError
    with database.read() as session:
        assert session.get(HolderRow, "a") is None


@pytest.mark.both_databases
def test_opening_twice_migrates_once(settings: Settings, database: Database) -> None:
    with database.begin() as session:
        session.add(HolderRow(id="a", name="示例公司", record=RightHolder(id="a", name="示例公司")))
    again = open_database(settings, migrate=True)
    with again.read() as session:
        assert session.get_one(HolderRow, "a").name == "示例公司"
    again.close()


def test_many_threads_may_write_without_finding_the_database_locked(database: Database) -> None:
    def write(number: int) -> None:
        for part in range(20):
            with database.begin() as session:
                session.scalar(sa.select(sa.func.count()).select_from(HolderRow))
                session.add(
                    HolderRow(
                        id=f"{number}-{part}",
                        name="示例",
                        record=RightHolder(id=f"{number}-{part}", name="示例"),
                    )
                )

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HolderRow)) == 80


def test_foreign_keys_hold_on_sqlite(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.begin() as session:
        session.execute(sa.text("INSERT INTO recovery_codes VALUES (1, 99, 'x')"))


def test_postgresql_that_was_not_set_up_says_what_to_run(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    settings = load_settings(home=tmp_path, database_url=empty_postgres_url)
    with pytest.raises(StoreUnavailable, match="hubiao init"):
        open_database(settings)


def test_a_dead_server_is_one_line(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/x")
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:1"):
        open_database(settings)


@pytest.mark.parametrize("url", ["mysql://x/y", "not a url", "oracle://a"])
def test_another_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="database"):
        open_database(load_settings(home=tmp_path, database_url=url))


def test_an_unwritable_data_folder_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match="HUBIAO_HOME"):
        open_database(load_settings(home=tmp_path / "file"))


@pytest.mark.both_databases
def test_the_planner_is_told_how_the_tables_are_filled(database: Database) -> None:
    database.tune()
    if database.is_sqlite:
        with database.read() as session:
            assert session.scalar(sa.text("SELECT count(*) FROM sqlite_stat1")) is not None


def test_a_process_whose_connections_are_all_taken_is_told_so_in_one_line(tmp_path: Path) -> None:
    engine = sa.create_engine(
        f"sqlite:///{tmp_path}/pool.db", pool_size=1, max_overflow=0, pool_timeout=0.1
    )
    database = Database(engine)
    with database.read() as session:
        session.execute(sa.text("SELECT 1"))
        with pytest.raises(StoreUnavailable, match="QueuePool limit"), database.read() as second:
            second.execute(sa.text("SELECT 1"))
    database.close()


def test_a_database_in_memory_opens() -> None:
    database = open_database(Settings(database_url="sqlite://"))
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HolderRow)) == 0
    database.close()


def test_a_join_begins_with_the_table_that_is_empty(settings: Settings) -> None:
    database = migrated_database(settings.model_copy(update={"database_url": None}))
    holders = (
        RightHolder(id=f"h{n}", name="示例", email=f"{n}@holder.invalid") for n in range(300)
    )
    with database.begin() as session:
        import_rights(session, RightsBook(holders=tuple(holders), rights=()))
    database.tune()
    query = sa.select(RightRow.id).join(HolderRow).where(HolderRow.tier == 1)
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {query.compile(database.engine, compile_kwargs={'literal_binds': True})}"
        ).all()
        filled = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM right_imports JOIN identity_imports USING (id)"
        ).all()
    assert "holders" not in str(plan[0])
    assert "SEARCH" in str(filled[1]), "by its key, since it may be filled by then"
    database.close()


def test_all_connections_of_a_process_hold_a_bounded_part_of_the_file(tmp_path: Path) -> None:
    """Forty of them held 2.6 GB: each as much as it may by itself."""
    database = migrated_database(Settings(home=tmp_path))
    with database.read() as session:
        limit = session.scalar(sa.text("PRAGMA soft_heap_limit"))
        assert 0 < limit <= 256 * 2**20
    database.keep_in_memory(8 * 2**20)
    with database.read() as session, database.begin() as second:
        assert second.scalar(sa.text("PRAGMA soft_heap_limit")) == 8 * 2**20
        assert session.scalar(sa.text("PRAGMA soft_heap_limit")) == 8 * 2**20
    database.keep_in_memory(limit)
    database.close()
