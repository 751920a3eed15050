"""Rights and listings for the tests of this room; all of them made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from classifiers.scoring.score import assess_batch, best_of
from classifiers.scoring.scorer import Scorer, make_scorer
from storage.records import (
    Assessment,
    AuthorisedSeller,
    Listing,
    Origin,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
    Signal,
)

TODAY = date(2026, 6, 1)
HOLDER = RightHolder(id="h", name="示例岚泽食品有限公司")
LANZE = Right(
    id="lanze",
    text="岚泽谷香",
    classes=(30,),
    goods=("面粉", "挂面"),
    holder="h",
    authorised_sellers=(
        AuthorisedSeller(shop="谷香示例旗舰店"),
        AuthorisedSeller(shop="旧友粮油店", valid_until=date(2026, 5, 31)),
        AuthorisedSeller(shop="挂面小铺", goods=("挂面",)),
        AuthorisedSeller(shop="平台限定店", platform="a.example"),
    ),
    origin=Origin(places=("巴彦淖尔",), season="07-01/10-31"),
    reference_prices=(ReferencePrice(goods="面粉", unit="kg", low=Decimal(6), high=Decimal(12)),),
)
INDICATION = Right(
    id="melon",
    text="岚泽甜瓜",
    kind=RightKind.GEOGRAPHICAL_INDICATION,
    classes=(31,),
    goods=("甜瓜",),
    origin=Origin(places=("巴彦淖尔",), season="07-01/10-31"),
)
GENERIC = Right(id="generic", text="奶皮子", goods=("奶皮子",), generic=True)
PATENT = Right(
    id="patent",
    text="沙棘低温压榨机",
    kind=RightKind.PATENT,
    registration_no="ZL201510123456.0",
    goods=("榨油机",),
    valid_until=date(2025, 1, 1),
)
VARIETY = Right(
    id="variety",
    text="岚麦八号",
    kind=RightKind.PLANT_VARIETY,
    registration_no="CNA20100123.1",
    goods=("小麦种子",),
)
RULE = Right(
    id="rule",
    text="院内制剂",
    aliases=("医院制剂",),
    kind=RightKind.PRODUCT_RULE,
    goods=("膏药", "药品"),
)
BOOK = RightsBook(holders=(HOLDER,), rights=(LANZE, INDICATION, GENERIC, PATENT, VARIETY, RULE))


def listing(title: str, **fields: Any) -> Listing:
    return Listing.from_json({"url": "https://shop.example/1", "title": title, **fields})


def scorer(*rights: Right, rules_only: bool = False) -> Scorer:
    book = RightsBook(holders=(HOLDER,), rights=rights) if rights else BOOK
    return make_scorer(book, on=TODAY, rules_only=rules_only)


def assessments(listing: Listing, scorer: Scorer) -> list[Assessment]:
    """One assessment for each right whose mark stands in the listing."""
    [(_, assessments)] = assess_batch([listing], scorer)
    return assessments


def assess(title: str, *rights: Right, **fields: Any) -> Assessment:
    """The assessment that represents a listing in which a mark stands."""
    return best_of(assessments(listing(title, **fields), scorer(*rights)))


def holds_a_mark(title: str, *rights: Right, **fields: Any) -> bool:
    """Whether any mark is matched in the listing."""
    return bool(assessments(listing(title, **fields), scorer(*rights)))


def signals(assessment: Assessment) -> Mapping[str, Signal]:
    return {signal.kind: signal for signal in assessment.signals}
