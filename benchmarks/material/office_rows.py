"""A large made-up office: rights, shops, listings, versions, assessments, leads, decisions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.vocabulary import Role
from storage.leads.rank import queue_rank
from storage.people.passwords import add_user
from storage.records import Level, Listing, Right, RightHolder, Signal
from storage.tables import (
    AssessmentRow,
    DecisionRow,
    HolderRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    PlatformRow,
    RightRow,
    ShopRow,
    UserRow,
)
from tests.officers import PASSWORD

RIGHTS, PLATFORMS, SHOPS = 200, 40, 20_000
_BATCH = 5_000
_AT = datetime.now(UTC)
_STATES = ("pending",) * 60 + ("dismissed",) * 15 + ("confirmed",) * 8 + ("noticed",) * 7 + (
    "removed",) * 5 + ("needs_evidence",) * 3 + ("claimed", "closed")  # fmt: skip
_LATER = {"confirmed": 1, "noticed": 2, "removed": 3, "closed": 3}
"""How many of confirmation, letter and removal a lead in this state has behind it."""
_REGIONS = (None, "15", "1502", "150802", "150821", "37", "41", "44", "33", "12")
_DISGUISES = ("exact",) * 8 + ("sound", "shape", "separators", "pinyin", "infix", "script")
_NEXT_STEPS = ("letter", "ask_holder", "ask_holder", "test_purchase", "refer")
_VERDICTS = (("dismissed", "wrong_match"), ("confirmed", "no_licence"), ("dismissed", "licensed"))
_LEVELS = ("red", "orange", "orange", "yellow", "yellow", "yellow", "blue", "blue", "blue")


def fill(database: Database, *, listings: int, leads: int) -> bool:
    """Fill an empty database; False when it was filled before."""
    with database.read() as session:
        if session.scalar(sa.select(UserRow.id).limit(1)) is not None:
            return False
    draw = random.Random(20)
    with database.begin() as session:
        add_user(session, "甲", Role.OFFICER, PASSWORD)
        session.add(
            HolderRow(
                id="holder",
                name="示例协会",
                tier=1,
                record=RightHolder(id="holder", name="示例协会"),
            )
        )
        session.flush()
        _put(session, RightRow, _rights())
        _put(session, PlatformRow, ({"host": f"p{n}.invalid"} for n in range(PLATFORMS)))
        _put(session, ShopRow, _shops())
    for tables in (
        (ListingRow, _listings(listings)),
        (ListingVersionRow, _versions(listings)),
        (ListingVersionRow, _earlier_versions(listings)),
        (AssessmentRow, _assessments(leads)),
        (LeadRow, _leads(leads, draw)),
        (DecisionRow, _decisions(leads)),
    ):
        for rows in batched(tables[1], _BATCH * 20):
            with database.begin() as session:
                _put(session, tables[0], iter(rows))
    with database.engine.begin() as connection:
        move_sequences(connection)
        connection.execute(sa.text("ANALYZE"))
    return True


def move_sequences(connection: sa.Connection) -> None:
    """Numbers that were given by hand are not given again by PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return
    for table in (ListingRow, ListingVersionRow, AssessmentRow, LeadRow):
        name = table.__tablename__
        highest = connection.scalar(sa.select(sa.func.max(table.id)))
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"),
            {"table": name, "highest": highest},
        )


def batched(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Lists of at most `size` rows."""
    while part := list(islice(rows, size)):
        yield part


def _put(session: Session, table: type, rows: Iterator[dict[str, Any]]) -> None:
    for part in batched(rows, _BATCH):
        session.execute(sa.insert(table), part)


def _rights() -> Iterator[dict[str, Any]]:
    for n in range(RIGHTS):
        record = {
            "id": f"right-{n}",
            "text": f"示例商标{n}",
            "kind": "trademark",
            "holder": "holder",
        }
        yield {"id": record["id"], "text": record["text"], "kind": "trademark",
               "holder_id": "holder", "record": Right.from_json(record), "active": True, "revision": 1,
               "updated_at": _AT}  # fmt: skip


def _shops() -> Iterator[dict[str, Any]]:
    for n in range(SHOPS):
        yield {"platform": f"p{n % PLATFORMS}.invalid", "name": f"示例店铺{n}",
               "first_seen_at": _AT}  # fmt: skip


def _title(n: int) -> str:
    return f"示例商标{n % RIGHTS} 河套平原面粉 {n} 号{'礼盒' if n % 37 == 0 else '家庭装'} 5kg"


def _shop(n: int) -> int:
    """The shop of a listing: some sell much, most little."""
    return n % 50 if n % 5 == 0 else n * 7919 % SHOPS


def _listings(count: int) -> Iterator[dict[str, Any]]:
    for n in range(1, count + 1):
        shop = _shop(n)
        yield {"id": n, "key": f"p{shop % PLATFORMS}:{n}", "url": f"https://p{shop % PLATFORMS}.invalid/i/{n}",
               "platform": f"p{shop % PLATFORMS}.invalid", "shop_id": shop + 1, "title": _title(n),
               "kind": "listing", "content_hash": n.to_bytes(32, "big"), "version_id": n,
               "presence": "present", "first_seen_at": _AT, "last_seen_at": _AT}  # fmt: skip


def _versions(count: int) -> Iterator[dict[str, Any]]:
    for n in range(1, count + 1):
        yield {"id": n, "listing_id": n, "content_hash": n.to_bytes(32, "big"),
               "record": _listing(n, "19.90"), "seen_at": _AT, "current": True,
               "assessed_with": "bench"}  # fmt: skip


def _earlier_versions(count: int) -> Iterator[dict[str, Any]]:
    """Every third listing cost something else before; half of those were assessed then."""
    for n in range(3, count + 1, 3):
        yield {"id": count + n // 3, "listing_id": n, "content_hash": (count + n).to_bytes(32, "big"),
               "record": _listing(n, "18.80"), "seen_at": _AT - timedelta(days=30),
               "current": False, "assessed_with": "earlier" if n % 2 else None}  # fmt: skip


def _listing(n: int, price: str) -> Listing:
    record = {"url": f"https://p.invalid/i/{n}", "title": _title(n), "price": price,
              "shop": "示例店铺", "description": "产自示例产地，石磨工艺，家庭常备。" * 3,
              "attributes": {"产地": "示例", "规格": "5kg"}}  # fmt: skip
    return Listing.from_json(record)


def _signals() -> tuple[Signal, ...]:
    return tuple(
        Signal.from_json({"kind": kind, "field": "title", "span": [0, 4], "text": "示例商标", "weight": weight,
         "explanation": "标题开头使用了与注册商标相同的文字"})
        for kind, weight in (("mark", 2.1), ("licence", 0.8), ("price", 0.4), ("origin", -0.6))
    )  # fmt: skip


def _assessments(leads: int) -> Iterator[dict[str, Any]]:
    for n in range(1, leads + 1):
        yield {"id": n, "version_id": n, "right_id": f"right-{n % RIGHTS}", "basis": "bench",
               "model": "bench@1", "score": 0.5 + (n % 50) / 100, "level": _LEVELS[n % 9],
               "lead": True, "signals": _signals(), "created_at": _AT}  # fmt: skip


def _leads(leads: int, draw: random.Random) -> Iterator[dict[str, Any]]:
    for n in range(1, leads + 1):
        state, level, shop = draw.choice(_STATES), _LEVELS[n % 9], _shop(n)
        score, tier = 0.5 + (n % 50) / 100, draw.choice((1, 2, 3, 3, 3))
        opened = _AT - timedelta(minutes=draw.randrange(60 * 24 * 90))
        steps = _LATER.get(state, 0)
        yield {"id": n, "listing_id": n, "right_id": f"right-{n % RIGHTS}", "assessment_id": n,
               "version_id": n, "state": state, "revision": 1, "score": score,
               "level": level, "rank": queue_rank(Level(level), score, tier, n % 5000), "relisted": n % 97 == 0,
               "claimed_by": "甲" if state == "claimed" else None,
               "claimed_at": opened if state == "claimed" else None,
               "campaign": "铁拳" if n % 50 == 0 else None, "opened_at": opened,
               "platform": f"p{shop % PLATFORMS}.invalid", "shop_id": shop + 1,
               "tier": tier, "region": draw.choice(_REGIONS),
               "title": _title(n), "disguise": draw.choice(_DISGUISES), "reach": n % 5000,
               "price": 990 + n * 7919 % 100_000, "currency": "CNY",
               "next_step": _NEXT_STEPS[n % len(_NEXT_STEPS)],
               "picture": f"{n % 30_000:016x}" if n % 3 == 0 else None,
               "confirmed_at": opened + timedelta(hours=n % 90) if steps > 0 else None,
               "noticed_at": opened + timedelta(hours=n % 90 + 20) if steps > 1 else None,
               "removed_at": opened + timedelta(hours=n % 90 + 99) if steps > 2 else None,
               "updated_at": opened}  # fmt: skip


def _decisions(leads: int) -> Iterator[dict[str, Any]]:
    for n in range(1, leads // 4):
        verdict, reason = _VERDICTS[n % len(_VERDICTS)]
        yield {"lead_id": n, "assessment_id": n, "verdict": verdict, "reason": reason,
               "officer": "甲", "from_state": "pending",
               "decided_at": _AT - timedelta(minutes=n % 60_000)}  # fmt: skip
