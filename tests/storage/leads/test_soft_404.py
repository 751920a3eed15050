"""A page that answers 200 and no longer holds the goods is no evidence of them."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storage.base.vocabulary import EvidenceState
from storage.evidence.page_reading import page_facts
from storage.files.vault import Vault
from storage.leads.citable_captures import CaptureFlaw, judge_capture
from storage.records import Listing, Signal
from storage.records.capture_facts import CaptureFacts
from storage.records.page_facts import AssessedListing
from storage.tables import EvidenceRow

TITLE = "云岭牧歌 老酸奶 整箱12杯"
LISTING = Listing(url="http://shop.example/2", title=TITLE, price=Decimal("39.9"))
SIGNAL = Signal(
    kind="mark", field="title", span=(0, 4), text="云岭牧歌", weight=1.0, explanation="标题有该标识"
)


def flaw(
    text: str, *, kind: str, title: str = TITLE, price: Decimal | None = LISTING.price
) -> CaptureFlaw | None:
    listing = dataclasses.replace(LISTING, price=price)
    assessed = AssessedListing(version_id=1, listing=listing, signals=(SIGNAL,))
    manifest: dict[str, Any] = {"page": {"title": title, "kind": kind}}
    if kind == "listing":
        manifest["listing"] = listing.to_json()
    row = EvidenceRow(
        state=EvidenceState.STAMPED,
        facts=CaptureFacts(status=200, page=page_facts(manifest, text, assessed)),
    )
    return judge_capture(row, assessed, Path("nowhere"), Vault()).flaw


@pytest.mark.parametrize(
    "text",
    [
        f"很抱歉，您查看的商品已下架 去首页看看 {TITLE}",
        f"商品不存在 猜你喜欢 {TITLE} ¥39.9",
        f"该链接已失效 {TITLE} ¥12",
        f"猜你喜欢 {TITLE}",
    ],
)
@pytest.mark.parametrize("kind", ["other", "list"])
def test_a_notice_or_a_list_in_the_place_of_the_goods_is_not_cited(text: str, kind: str) -> None:
    assert flaw(text, kind=kind) is CaptureFlaw.OTHER_CONTENT
    assert flaw(text, kind=kind, title="示例集市") is CaptureFlaw.OTHER_CONTENT


def test_goods_that_are_sold_out_still_show_the_mark() -> None:
    assert flaw(f"{TITLE} ¥39.9 商品已售罄", kind="listing") is None


def test_goods_that_the_reader_missed_are_in_doubt_without_a_price_and_cited_with_it() -> None:
    assert flaw(f"{TITLE} 面议", kind="other", price=None) is CaptureFlaw.UNKNOWN
    assert flaw(f"{TITLE} ¥39.9", kind="other") is None
