"""The market's goods and sellers, read from the catalogue shipped beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Site = Literal["collected", "scripted", "plain"]
SITES: tuple[Site, ...] = ("collected", "scripted", "plain")
"""collected: server-rendered; scripted: drawn by JavaScript; plain: hand-made GBK pages."""


@dataclass(frozen=True, kw_only=True)
class Seller:
    """平台内经营者 of the market."""

    id: str
    site: Site
    name: str
    operator: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Good:
    """One listing of the market, with the truth that only its author knows."""

    id: int
    seller: Seller
    category: str
    title: str
    brand: str
    price: Decimal
    """Yuan for one unit of sale on day 0."""
    sales: int
    truth: Literal["infringing", "licensed", "honest", "open"]
    """`open`: the mark itself by an unknown seller, counterfeit or resale; only the holder can tell."""
    right: str | None = None
    """Id of the right that an infringing or open listing touches."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    first_day: int = 0
    last_day: int | None = None
    gone: Literal["error", "notice"] = "error"
    """Once removed: a 404, or a page with status 200 that says 该商品已下架."""
    prices: Mapping[int, Decimal] = field(default_factory=dict)
    """New prices by the day they begin."""
    picture: str = ""
    behind_login: bool = False

    def is_on_shelf(self, day: int) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def was_removed(self, day: int) -> bool:
        return self.last_day is not None and day > self.last_day

    def price_on(self, day: int) -> Decimal:
        begun = [since for since in self.prices if since <= day]
        return self.prices[max(begun)] if begun else self.price


@cache
def read_goods() -> tuple[Good, ...]:
    """Every good of the catalogue, in its order, whatever the day."""
    document = yaml.safe_load((Path(__file__).parent / "catalogue.yml").read_text("utf-8"))
    sellers = {key: Seller(id=key, **value) for key, value in document["sellers"].items()}
    return tuple(_good(dict(entry), sellers) for entry in document["goods"])


def _good(entry: dict[str, Any], sellers: Mapping[str, Seller]) -> Good:
    days = entry.pop("days", [0])
    entry["seller"] = sellers[entry["seller"]]
    entry["price"] = _yuan(entry["price"])
    entry["prices"] = {day: _yuan(price) for day, price in entry.pop("prices", {}).items()}
    entry.setdefault("picture", f"good-{entry['id']}")
    return Good(first_day=days[0], last_day=days[1] if len(days) > 1 else None, **entry)


def _yuan(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def shelf(site: Site, day: int) -> list[Good]:
    """What one site shows to everybody on this day."""
    return [
        good
        for good in read_goods()
        if good.seller.site == site and good.is_on_shelf(day) and not good.behind_login
    ]


def find_good(site: Site, number: int) -> Good | None:
    """A good of the site by its number, on the shelf or not."""
    matches = (good for good in read_goods() if good.id == number and good.seller.site == site)
    return next(matches, None)
