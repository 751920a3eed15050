"""A database or disk that takes no more breaks a crawl off: one line, no page at fault, and the run goes on later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from storage.base.errors import StoreUnavailable
from storage.tables import LearntTemplateRow, ListingRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, Page, crawl, running_site, shop

GOODS = 30


@dataclass
class Disk:
    """A disk on which SQLite of this process refuses every write while it is full."""

    is_full: bool = False

    def fills_at(self, place: str, pages: Page) -> Page:
        def page(path: str) -> Answer | None:
            self.is_full = self.is_full or path.startswith(place)
            return pages(path)

        return page


@contextmanager
def disk() -> Iterator[Disk]:
    under_test = Disk()

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA query_only = {int(under_test.is_full)}")

    event.listen(sa.Engine, "begin", begin)
    try:
        yield under_test
    finally:
        event.remove(sa.Engine, "begin", begin)


@pytest.mark.parametrize("is_learnt", [False, True])
def test_a_database_that_takes_no_more_ends_the_crawl_without_a_traceback(
    is_learnt: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A first crawl stores what it learns in a callback, a second one notes its use when the spider closes."""
    pages = shop(GOODS)
    with disk() as the_disk, running_site(pages) as site:
        if is_learnt:
            crawl(tmp_path, site.url + "/")
            assert rows(tmp_path, LearntTemplateRow.id)
        site.page = the_disk.fills_at("/product/", pages)
        with pytest.raises(StoreUnavailable):
            crawl(tmp_path, site.url + "/")
        assert [record for record in caplog.records if record.exc_info] == []
        the_disk.is_full, site.page = False, pages
        report = crawl(tmp_path, site.url + "/")
    assert report.finished
    assert not report.counts.get("errors")
    assert len(rows(tmp_path, ListingRow.id)) == GOODS


def test_a_raw_page_that_cannot_be_kept_is_no_fault_of_the_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(256):
        (folder / f"{number:02x}").touch()
    with running_site(shop(3)) as site:
        with pytest.raises(StoreUnavailable, match="pages"):
            crawl(tmp_path, site.url + "/", keep_pages=True)
        for path in folder.iterdir():
            path.unlink()
        report = crawl(tmp_path, site.url + "/", keep_pages=True)
    assert [record for record in caplog.records if record.exc_info] == []
    assert report.finished
    assert len(rows(tmp_path, ListingRow.id)) == 3
