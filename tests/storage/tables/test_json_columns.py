"""JSON columns: each decodes into a record at the table, rows of the last release included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from storage.base.message import Language, Message
from storage.records import (
    FairUse,
    Meaning,
    Operator,
    Origin,
    OtherOwner,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
    Sense,
    Signal,
)
from storage.records.attachment import Attachment
from storage.records.capture_facts import CaptureFacts
from storage.records.picture_reading import Logo, PictureContent, TextLine
from storage.records.relisting import RecheckDetail, Relisting
from storage.records.run_options import RunOptions
from storage.records.stored_request import StoredRequest
from storage.records.task_options import TaskOptions
from storage.tables import Base
from storage.tables.columns import (
    CountsColumn,
    MessageColumn,
    RecordColumn,
    RecordsColumn,
    TextsColumn,
)

FREE = {
    "audit.detail": "each act names data of its own, and the hash of the entry covers them as stored",
    "right_imports.before": "a rights file, which the strict reader of rights files decodes at an undo",
    "right_imports.after": "a rights file, which the strict reader of rights files decodes at an undo",
}
"""Columns whose JSON has no fixed shape, and why."""


def test_every_json_column_decodes_into_a_record() -> None:
    raw = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.JSON)
    }
    assert raw == set(FREE)


OLD_ROWS = [
    (
        Signal,
        {"kind": "mark", "field": "title", "span": [0, 4], "text": "示例", "weight": 2.5,
         "explanation": "标题", "how": "sound"},
        Signal(kind="mark", field="title", span=(0, 4), text="示例", weight=2.5,
               explanation="标题", how="sound"),
    ),
    (FairUse, {"rule": "商标法第五十九条", "why": "地名"}, FairUse(rule="商标法第五十九条", why="地名")),
    (Operator, {"name": "示例公司", "icp": "示例备"}, Operator(name="示例公司", icp="示例备")),
    (
        RightHolder,
        {"id": "h", "name": "示例协会", "tier": 1, "alerts": "daily", "verified": False},
        RightHolder(id="h", name="示例协会", tier=1, alerts="daily", verified=False),
    ),
    (
        Right,
        {"id": "r", "text": "示例", "aliases": ["SHILI"], "kind": "geographical-indication",
         "classes": [30], "valid_until": "2030-03-13",
         "origin": {"places": ["示例县"], "yearly_tonnes": "1200.5"},
         "reference_prices": [{"goods": "面粉", "unit": "kg", "low": "6.0", "high": "12"}],
         "generic": False, "verified": True},
        Right(id="r", text="示例", aliases=("SHILI",), kind=RightKind.GEOGRAPHICAL_INDICATION,
              classes=(30,), valid_until=date(2030, 3, 13),
              origin=Origin(places=("示例县",), yearly_tonnes=Decimal("1200.5")),
              reference_prices=(ReferencePrice(goods="面粉", unit="kg", low=Decimal("6.0"),
                                               high=Decimal(12)),)),
    ),
    (
        Right,
        {"id": "r", "text": "示例黑米", "kind": "trademark", "generic": False, "verified": True,
         "well_known": True, "place": ["示例"], "product": ["黑米"],
         "meanings": [{"text": "示例", "sense": "common-word", "note": "词典"}],
         "other_owners": [{"text": "示例红", "owner": "示例酒业", "shops": ["甲店"],
                           "goods": ["白酒"], "since": "1998-05-01"}],
         "notes": ["来源待核"]},
        Right(id="r", text="示例黑米", well_known=True, place=("示例",), product=("黑米",),
              meanings=(Meaning(text="示例", sense=Sense.COMMON_WORD, note="词典"),),
              other_owners=(OtherOwner(text="示例红", owner="示例酒业", shops=("甲店",),
                                       goods=("白酒",), since=date(1998, 5, 1)),),
              notes=("来源待核",)),
    ),
    (
        Attachment,
        {"name": "合同.pdf", "type": "application/pdf", "size": 9, "sha256": "0" * 64},
        Attachment(name="合同.pdf", type="application/pdf", size=9, sha256="0" * 64),
    ),
    (
        CaptureFacts,
        {"title": "示例", "status": 200, "authorities": ["https://tsa.invalid"], "stamped": True,
         "members": {"page.html": "ab"}, "stamped_at": "2026-06-08T12:00:00+08:00",
         "authority": "示例时间戳机构", "final_url": "https://shop.invalid/1"},
        CaptureFacts(title="示例", status=200, authorities=("https://tsa.invalid",), stamped=True,
                     members={"page.html": "ab"},
                     stamped_at=datetime.fromisoformat("2026-06-08T12:00:00+08:00"),
                     authority="示例时间戳机构", final_url="https://shop.invalid/1"),
    ),
    (
        PictureContent,
        [{"text": "示例", "confidence": 0.9, "crop": "ab"}, {"logo": "r", "agreeing": 40, "likeness": 0.9}],
        PictureContent(lines=(TextLine(text="示例", confidence=0.9, crop="ab"),),
                       logos=(Logo(right="r", agreeing=40, likeness=0.9),)),
    ),
    (
        TaskOptions,
        {"follow": "links", "max_pages": 20, "search": ["示例"], "delay": 0.0},
        TaskOptions(follow="links", max_pages=20, search=("示例",), delay=0.0),
    ),
    (
        RunOptions,
        {"follow": "site", "render": "auto", "max_pages": None, "profile": None, "task": 3,
         "words": ["示例"]},
        RunOptions(follow="site", render="auto", task=3, words=("示例",)),
    ),
    (
        RunOptions,
        {"spider": "html-shop", "arguments": {"site": "https://shop.invalid"}},
        RunOptions(spider="html-shop", arguments={"site": "https://shop.invalid"}),
    ),
    (StoredRequest, {"render": True}, StoredRequest(render=True)),
    (
        StoredRequest,
        {"method": "POST", "body": "q=面粉", "headers": {"Accept": ["a", "b"]},
         "callback": "parse_item", "errback": "failed", "cb_kwargs": {"page": 2},
         "meta": {"depth": [1]}, "flags": ["x"], "encoding": "gbk", "dont_filter": True},
        StoredRequest(method="POST", body="q=面粉".encode(), headers={"Accept": ["a", "b"]},
                      callback="parse_item", errback="failed", cb_kwargs={"page": 2},
                      meta={"depth": [1]}, flags=("x",), encoding="gbk", dont_filter=True),
    ),
    (StoredRequest, {"body64": "w+a32w=="}, StoredRequest(body="面粉".encode("gbk"))),
    (RecheckDetail, {}, RecheckDetail()),
    (
        RecheckDetail,
        {"relistings": [{"listing_id": 7, "url": "https://shop.invalid/7", "shop": None,
                         "grounds": ["picture"]}]},
        RecheckDetail(relistings=(Relisting(listing_id=7, url="https://shop.invalid/7", shop=None,
                                            grounds=("picture",)),)),
    ),
]  # fmt: skip
"""(type, JSON as the last release wrote it, the record)."""


@pytest.mark.parametrize(("record_type", "stored", "record"), OLD_ROWS)
def test_a_row_of_the_last_release_decodes_and_keeps_its_shape(
    record_type: Any, stored: Any, record: Any
) -> None:
    assert record_type.from_json(stored) == record
    assert record.to_json() == stored


def test_a_failed_capture_of_the_last_release_keeps_its_reason() -> None:
    """It wrote the reason as plain text; now a row holds the message."""
    stored = {"error": "the page could not be opened"}
    facts = CaptureFacts.from_json(stored)
    assert str(facts.error) == "the page could not be opened"
    assert CaptureFacts.from_json(facts.to_json()) == facts


@pytest.fixture
def engine() -> Iterator[sa.Engine]:
    """An empty database in memory."""
    engine = sa.create_engine("sqlite://")
    yield engine
    engine.dispose()


def test_records_come_back_from_a_database_as_they_went_in(engine: sa.Engine) -> None:
    table = sa.Table(
        "rows",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("operator", RecordColumn(Operator)),
        sa.Column("signals", RecordsColumn(Signal)),
        sa.Column("urls", TextsColumn),
        sa.Column("counts", CountsColumn),
        sa.Column("why", MessageColumn),
        sa.Column("reply", MessageColumn),
    )
    row = {
        "id": 1,
        "operator": None,
        "signals": (Signal.from_json(OLD_ROWS[0][1]),),
        "urls": ("https://shop.invalid/",),
        "counts": {"pages": 3},
        "why": Message("run.under-way", {"run": 3, "owner": "示例"}),
        "reply": None,
    }
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert().values(**row))
        assert connection.execute(sa.select(table)).one()._asdict() == row


def test_a_reply_of_the_last_release_stands_for_itself(engine: sa.Engine) -> None:
    """It wrote plain text; a message reads the same in both languages."""
    table = sa.Table("rows", sa.MetaData(), sa.Column("reply", MessageColumn))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(sa.text("insert into rows values ('250 2.0.0 Ok')"))
        (reply,) = connection.execute(sa.select(table)).one()
    assert {reply.text(language) for language in Language} == {"250 2.0.0 Ok"}
