"""购样: from the order to a letter that cites the sample."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from alerts.letters.files.added_documents import purchase_files
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.leads.test_purchases import (
    purchases_of,
    record_identification,
    record_parcel,
    record_purchase,
)
from storage.outgoing.attachments import keep_attachment
from storage.records.attachment import Attachment
from storage.tables.base import now
from storage.tables.purchases import Identification
from tests.alerts.conftest import OpenLead

JPEG = b"\xff\xd8\xff\xe0"
PICTURE = Attachment(name="开箱.jpg", type="image/jpeg", size=3, sha256="cd" * 32)
ORDER = {
    "order_no": "示例0001",
    "shop": "示例粮油店",
    "amount": Decimal("29.9"),
    "bought_on": date(2026, 11, 3),
    "sample_no": "Y2026-01",
    "by": "zhang",
}


@pytest.mark.both_databases
def test_a_sample_goes_from_the_order_to_a_letter(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    picture = keep_attachment(settings, "开箱.jpg", JPEG)
    with database.begin() as session:
        lead = new_lead(session)
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="same_mark")
        row = record_purchase(session, lead, **ORDER)
        with pytest.raises(Refused, match="opening of the parcel"):
            record_identification(session, row.id, Identification.GENUINE, identified_on=today(),
                                  identified_by="示例绿业公司", by="zhang")  # fmt: skip
        opened = now() - timedelta(hours=1)
        record_parcel(session, row.id, parcel_no="示例0002", opened_at=opened, pictures=[picture],
                      by="zhang")  # fmt: skip
        with pytest.raises(Refused, match="was opened"):
            record_parcel(session, row.id, parcel_no="x", opened_at=opened, pictures=[PICTURE],
                          by="zhang")  # fmt: skip
        record_identification(
            session, row.id, Identification.NOT_GENUINE, identified_on=date(2026, 11, 10),
            identified_by="示例绿业公司", opinion="包装印刷与正品不同。", by="zhang",
        )  # fmt: skip
        invented = {"fields.purchase": "已购得样品"}
        with pytest.raises(Refused, match="recorded on the lead"):
            draft(session, settings, kind=find_kind("lead-transfer"), lead_ids=[lead], by="zhang",
                  added=invented)  # fmt: skip
        letter = draft(session, settings, kind=find_kind("platform-disposal"), lead_ids=[lead],
                       by="zhang")  # fmt: skip
        cited = check_notice(session, settings, letter.id, today=today()).facts.fields["purchase"]
        transfer = draft(session, settings, kind=find_kind("crime-transfer"), lead_ids=[lead],
                         by="zhang")  # fmt: skip
        facts = check_notice(session, settings, transfer.id, today=today()).facts
        files = purchase_files(settings, transfer, find_kind("crime-transfer"), facts)
    in_transfer = cited.replace(f"SHA-256：{picture.sha256}", "见证据清单")
    assert facts.fields["purchase"] == in_transfer
    assert [(item.name, item.sha256) for item in facts.evidence] == [
        ("购样开箱照片（样品Y2026-01，第1份，开箱.jpg）", picture.sha256)
    ]
    assert files == {"evidence-files/1.jpg": JPEG}
    assert cited == (
        "2026年11月3日，我局在“示例粮油店”购得样品（样品编号Y2026-01，订单号示例0001，价款29.90元，"
        f"运单号示例0002），开箱照片1份（SHA-256：{picture.sha256}）。2026年11月10日，示例绿业公司出具"
        "鉴别意见，认为该样品非权利人生产或者许可生产：包装印刷与正品不同。"
    )
    with database.read() as session:
        (row,) = purchases_of(session, [lead])
        assert (row.amount, row.pictures) == ("29.90", (picture,))


@pytest.mark.parametrize(
    "change",
    [
        {"order_no": " "},
        {"amount": Decimal(-1)},
        {"amount": Decimal("NaN")},
        {"bought_on": date(2999, 1, 1)},
    ],
)
def test_an_incomplete_order_is_refused(
    database: Database, new_lead: OpenLead, change: dict[str, object]
) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        with pytest.raises(BadInput, match="a test purchase needs"):
            record_purchase(session, lead, **{**ORDER, **change})
        record_purchase(session, lead, **ORDER)
        with pytest.raises(Refused, match="is taken"):
            record_purchase(session, lead, **ORDER)
