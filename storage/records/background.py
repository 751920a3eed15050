"""背景: what is known of a listing beside its own words: its seller's past, its pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PictureLine:
    """One line of text that was read in a picture."""

    text: str
    confidence: float
    """0..1, as the reader says; it "corrects" 夭赋 to 天赋, so the cutting is kept beside."""
    picture: str
    """SHA-256 of the picture."""
    crop: str
    """SHA-256 of the cutting that shows the line."""


@dataclass(frozen=True, kw_only=True)
class LogoSeen:
    """A right's registered picture found in one of the listing's (图形标识)."""

    right: str
    registered: str = ""
    """SHA-256 of that registered picture (注册图样); empty where an older version found it."""
    agreeing: int
    """Features that lie as in the registered picture."""
    likeness: float
    """0..1: the lesser of correlation and share of agreeing cells."""
    picture: str


@dataclass(frozen=True, kw_only=True)
class LicensedPrice:
    """What a right's licensed sellers ask for one unit of its goods (许可店铺价格)."""

    right: str
    goods: str
    unit: str
    """kg, l, or 件 where a listing tells no amount."""
    median: Decimal
    listings: int


@dataclass(frozen=True, kw_only=True)
class AcceptedRule:
    """A rule on sellers that an officer accepted (店铺规则), and that holds for the listing's shop."""

    number: int
    word: str
    """That the shop's name holds."""
    dismissed: int
    """Leads of such shops that had been dismissed when it was accepted."""
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class Background:
    """What the store knows of a listing beside the listing itself."""

    confirmed: int = 0
    """Other listings of its shop that officers confirmed."""
    dismissed: int = 0
    """Other listings of its shop that officers dismissed."""
    same_picture: tuple[int, ...] = ()
    """Confirmed leads of other listings with a picture that looks the same."""
    lines: tuple[PictureLine, ...] = ()
    logos: tuple[LogoSeen, ...] = ()
    prices: tuple[LicensedPrice, ...] = ()
    """Of the goods that the listing names, by the same unit."""
    rules: tuple[AcceptedRule, ...] = ()
    """Accepted rules that hold for its shop."""

    @property
    def digest(self) -> str:
        """Empty where nothing is known; else a short hash, the same for the same knowledge."""
        if self == Background():
            return ""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]

    @property
    def text(self) -> str:
        """All that was read, a line each."""
        return "\n".join(line.text for line in self.lines)


NOTHING_KNOWN = Background()
