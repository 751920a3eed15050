"""许可台账 for a letter: whether the seller of a listing may use the right on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from storage.base.compact_text import caseless
from storage.records import AuthorisedSeller, Listing, Right, RightHolder


def permission(listing: Listing, right: Right, holder: RightHolder | None, on: date) -> str | None:
    """Why the seller may use the right on that day, in Chinese; None where the ledger does not say so.

    Shop and operator are compared by their whole names. A licence for some of the right's goods holds
    unless the listing's words resemble others of them more.
    """
    if holder is not None and _is_holder(listing, holder):
        return f"“{listing.shop or holder.name}”即权利人本身"
    for entry in right.authorised_sellers:
        if _names(listing, entry.shop) and _holds(entry, right, listing, on):
            until = f"，至{entry.valid_until.isoformat()}" if entry.valid_until else ""
            return f"“{entry.shop}”在许可台账内，获许可使用“{right.text}”{until}"
    return None


def _holds(entry: AuthorisedSeller, right: Right, listing: Listing, on: date) -> bool:
    if (entry.valid_from and entry.valid_from > on) or (
        entry.valid_until and entry.valid_until < on
    ):
        return False
    if listing.platform and not entry.covers_platform(listing.platform):
        return False
    if not entry.goods:
        return True
    text = caseless(" ".join([listing.title, *listing.category, *listing.attributes.values()]))
    unlicensed = [name for name in right.goods if name not in entry.goods]
    return _largest_share(entry.goods, text) >= _largest_share(unlicensed, text)


def _largest_share(names: Iterable[str], text: str) -> float:
    """The largest share of a goods name's characters that stands in the text: 1.0 for a whole name."""
    folded = [caseless(name) for name in names]
    shares = [sum(c in text for c in name) / len(name) for name in folded if name]
    return max(shares, default=0.0)


def _is_holder(listing: Listing, holder: RightHolder) -> bool:
    code = listing.operator.credit_code if listing.operator else None
    same_code = bool(code and holder.identity and caseless(code) in caseless(holder.identity))
    return same_code or _names(listing, holder.name)


def _names(listing: Listing, name: str) -> bool:
    operator = listing.operator.name if listing.operator else None
    return caseless(name) in (caseless(listing.shop or ""), caseless(operator or ""))
