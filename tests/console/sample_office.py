"""A small office's database for the console's tests: officers, a right, listings, leads."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Role, Verdict
from storage.leads.lifecycle import decide
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import (
    AuthorisedSeller,
    Element,
    ElementName,
    Listing,
    NextStep,
    ReferencePrice,
    Right,
    RightHolder,
    RightsBook,
    Signal,
)
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, ListingRow, UserRow
from tests.databases import migrated_database
from tests.officers import QUICK_HASH, enter_officer

OFFICERS = {
    "甲": Role.OFFICER,
    "乙": Role.OFFICER,
    "审": Role.APPROVER,
    "法": Role.LEGAL,
    "管": Role.ADMIN,
    "看": Role.VIEWER,
    "系": Role.SYSTEM_ADMIN,
    "安": Role.SECURITY_ADMIN,
    "计": Role.AUDIT_ADMIN,
}
BOOK = RightsBook(
    holders=(RightHolder(id="lvye", name="示例绿业协会", email="alerts@holder.invalid", tier=1),),
    rights=(
        Right(
            id="tianfu-hetao",
            text="天赋河套",
            registration_no="00000001",
            classes=(29, 30, 31),
            goods=("面粉", "羊肉", "酸奶"),
            holder="lvye",
            authorised_sellers=(AuthorisedSeller(shop="示例官方店"),),
            reference_prices=(
                ReferencePrice(goods="面粉", unit="kg", low=Decimal(5), high=Decimal(12)),
            ),
        ),
    ),
)
ELEMENTS = (
    Element(element=ElementName.SIGN, answer="identical", probability=0.99, why=(0,)),
    Element(element=ElementName.GOODS, answer="same", probability=0.92),
    Element(element=ElementName.USE, answer="mark", probability=0.89, why=(0,)),
    Element(element=ElementName.SOURCE, answer="unknown", probability=0.7, why=(1,), why_not=(2,)),
    Element(element=ElementName.CONFUSION, answer="likely", probability=0.93, why=(0,)),
)
"""What a page's assessment answers, its grounds by their place in the signals."""
_LISTING = {
    "platform": "shop.invalid", "shop": "示例杂货铺", "price": Decimal("19.90"), "brand": "天赋河套",
}  # fmt: skip
"""What a listing shows where a test does not say otherwise."""
AT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


def an_office(home: Path, *, leads: int = 12, **settings: object) -> tuple[Settings, Database]:
    """Settings and an open database with officers, one right and some leads on it."""
    chosen = {"undo_minutes": 0.0, **settings}
    effective = Settings(home=home, **chosen)  # type: ignore[arg-type]
    database = migrated_database(effective)
    with database.begin() as session:
        first = enter_officer(session, "甲", Role.OFFICER)
        for name, role in OFFICERS.items():
            if name != first.name:
                full_name = f"示例{name}" if role is Role.APPROVER else None
                session.add(
                    UserRow(name=name, role=role, password_hash=QUICK_HASH, full_name=full_name)
                )
        import_rights(session, BOOK)
    add_leads(database, [f"天赋河套 雪花面粉 {n} 号 5kg" for n in range(1, leads + 1)])
    return effective, database


def add_leads(database: Database, titles: list[str], **fields: object) -> list[int]:
    """A listing with an assessment and an open lead for each title. Gives the leads' ids."""
    listings = [
        Listing(
            url=f"https://shop.invalid/item/{abs(hash(title)) % 10**9}?n={n}",
            title=title,
            **{**_LISTING, **fields},  # type: ignore[arg-type]
        )
        for n, title in enumerate(titles)
    ]
    seen_listings = [SeenListing(key=listing.url, listing=listing) for listing in listings]
    with database.begin() as session:
        save_listings(session, seen_listings, run_id=None, at=AT)
        rows = {row.key: row for row in session.query(ListingRow)}
        opened = []
        for place, item in enumerate(seen_listings):
            row = rows[item.key]
            assessment = _assessment(row, item.listing, 0.95 - 0.04 * (place % 12))
            session.add(assessment)
            session.flush()
            opened.append(open_lead(session, assessment, row.id, tier=1).lead_id)
    return opened


def confirm_gathering(database: Database) -> None:
    """Confirm three leads of two shops: what a risk warning may print."""
    leads = add_leads(database, ["天赋河套 面粉 甲", "天赋河套 面粉 乙"], shop="示例粮油店")
    leads += add_leads(database, ["天赋河套 面粉 丙"], shop="示例面粉店")
    with database.begin() as session:
        for lead in leads:
            decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence")


def _assessment(row: ListingRow, listing: Listing, score: float) -> AssessmentRow:
    start = max(0, listing.title.find("天赋河套"))
    return AssessmentRow(
        version_id=row.version_id,
        right_id="tianfu-hetao",
        basis="test",
        model="test@1",
        score=score,
        level="red" if score > 0.8 else "orange" if score > 0.65 else "yellow",
        lead=True,
        signals=tuple(Signal.from_json(signal) for signal in (
            {
                "kind": "mark", "field": "title", "span": [start, start + 4], "text": "天赋河套",
                "weight": 2.4, "explanation": "标题开头使用了与注册商标相同的文字",
                "how": "exact" if "天赋河套" in listing.title else "sound",
            },
            {
                "kind": "licence", "field": "shop", "span": [0, 5], "text": listing.shop or "",
                "weight": 0.9, "explanation": "店铺不在许可台账中",
            },
            {
                "kind": "origin", "field": "description", "span": [0, 0], "text": "",
                "weight": -0.4, "explanation": "发货地在巴彦淖尔市",
            },
        )),
        fair_use=None,
        elements=ELEMENTS,
        next_step=NextStep.LETTER.value,
    )  # fmt: skip
