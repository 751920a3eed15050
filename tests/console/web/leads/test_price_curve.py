"""The price curve of a listing's versions."""

from __future__ import annotations

from datetime import UTC, datetime

from console.web.leads.listing_versions import read_changes
from console.web.leads.price_curve import HEIGHT, WIDTH, read_price_curve
from storage.records import Listing
from storage.tables import ListingVersionRow


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def version(number: int, price: str | None, **fields: object) -> ListingVersionRow:
    record = Listing.from_json(
        {"url": "https://a.invalid", "title": "甲", "price": price, **fields}
    )
    return ListingVersionRow(
        id=number, listing_id=1, content_hash=b"", record=record, seen_at=day(number)
    )


def test_prices_are_steps_that_hold_until_the_next_version() -> None:
    versions = [version(5, "10"), version(3, "1200.5", title="乙"), version(1, "19.9")]
    curve = read_price_curve(versions, read_changes(versions), last_seen_at=day(9))
    assert curve is not None
    assert [point.price for point in curve.points] == ["¥19.90", "¥1,200.50", "¥10.00"]
    assert [point.changed for point in curve.points] == ["", "标题、价格", "标题、价格"]
    assert (curve.lowest, curve.highest) == ("¥10.00", "¥1,200.50")
    first, second, third = curve.points
    assert first.x < second.x < third.x < WIDTH
    assert 0 < second.y < first.y < third.y < HEIGHT
    assert curve.path.startswith(f"M{first.x} {first.y}H{second.x}V{second.y}H{third.x}")


def test_one_price_makes_no_curve_and_one_moment_divides_by_nothing() -> None:
    assert read_price_curve([version(1, "10")], [], last_seen_at=day(1)) is None
    assert read_price_curve([version(2, None), version(1, "10")], [], last_seen_at=day(2)) is None
    together = [version(1, "10"), version(1, "10", title="乙")]
    assert read_price_curve(together, [], last_seen_at=day(1)) is not None
