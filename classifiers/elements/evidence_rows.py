"""Rows of the evidence (证据行): the candidates of a table of which one fact holds.

Each function takes a table, float64 of shape (candidates, NAMES), and returns bools of shape (candidates,).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.elements.answers import EVEN
from classifiers.elements.evidence import NAMES
from classifiers.elements.linear_model import Floats

_LONG = 4
"""Characters of a sign that is not met by chance amid other words; chosen by hand in 2026."""
_WORD = 0.5
"""Column `commonness` from which a word is in everybody's mouth: rank 3 of 0..9; chosen by hand in 2026."""
_OTHER_SENSES = (
    "meaning", "other-brand", "other-mark", "own-earlier", "company-name", "trait",
    "wording-news", "wording-report", "wording-mention", "wording-support",
)  # fmt: skip
"""Signals that give a sign in a title another sense than that of a mark."""
_OTHER_SENSES_BESIDE_BRANDS = tuple(kind for kind in _OTHER_SENSES if kind != "other-brand")
"""The same of a sign that stands beside the seller's own brand."""
_NO_NAME = ("denied", "compared", "likeness", "place_behind", "source_before")
"""Contexts in which the words name no goods of their own."""
_OTHER_USES = (*_NO_NAME, "purpose_before", "purpose_behind", "fitted", "sought")
"""Contexts in which a sign in a title is used otherwise than as a mark."""


def column(table: Floats, name: str) -> Floats:
    return table[:, NAMES.index(name)]


def _lacks(table: Floats, kind: str, names: Sequence[str]) -> np.ndarray:
    """Where all columns of a kind (`signal`, `context`, `how`) with these names are zero."""
    columns = [column(table, f"{kind}:{name}") for name in names]
    rows: np.ndarray = (np.column_stack(columns) == 0).all(axis=1)
    return rows


def _on_such_goods(table: Floats) -> np.ndarray:
    """Where the goods are more likely than not like the right's."""
    rows: np.ndarray = column(table, "goods:same") + column(table, "goods:similar") > EVEN
    return rows


def is_disguise(table: Floats) -> np.ndarray:
    """Where a close likeness of a long sign stands, and not on other goods: 中宁苟杞 is no chance."""
    rows: np.ndarray = (column(table, "faint") == 0) | (column(table, "how:reversed") > 0)
    rows &= column(table, "exact") == 0
    rows &= column(table, "length") >= _LONG
    rows &= column(table, "goods:other") < EVEN
    rows &= _lacks(table, "how", ("part", "parts", "goods-part", "added"))
    rows &= column(table, "context:denied") == 0
    rows &= column(table, "signal:other-mark") == 0
    return rows


def is_on_packing(table: Floats) -> np.ndarray:
    """Where the whole sign of a place stands in a picture of goods like the right's: on packing it is used as
    the mark, for which leave is required (集体商标、证明商标注册和管理规定), whatever the text says of origin."""
    rows: np.ndarray = (column(table, "of-a-place") > 0) & (column(table, "position:image") > 0)
    rows &= _on_such_goods(table) & _lacks(table, "how", ("part", "goods-part"))
    rows &= column(table, "signal:meaning") == 0
    return rows


def is_longer_name(table: Floats) -> np.ndarray:
    """Where a longer name made of the sign stands on goods like the right's, and is no sign of which the
    book knows the owner."""
    rows: np.ndarray = (column(table, "how:added") > 0) & _on_such_goods(table)
    rows &= _lacks(table, "signal", ("other-mark", "own-earlier", "other-brand"))
    return rows


def is_plain_use(table: Floats) -> np.ndarray:
    """Where the sign stands in the title as marks do, nothing around it gives it another sense, and either
    the goods are like the right's or it is no word of the language and opens the title. A word of the
    language must open it, or be written in letters too (苹果 Apple)."""
    like_own = _on_such_goods(table)
    rows: np.ndarray = (like_own & (column(table, "use") > 0)) | (
        column(table, "coined×exact×first") > 0
    )
    rows &= (column(table, "exact") > 0) & (~is_word(table) | _opens(table))
    in_parts = column(table, "parts-in-full") + column(table, "parts-in-order") > 0
    rows |= like_own & in_parts & (column(table, "of-a-place") > 0)
    rows &= (column(table, "in-title") > 0) & (like_own | ~names_place(table))
    rows &= _lacks(table, "signal", _OTHER_SENSES) & _lacks(table, "context", _OTHER_USES)
    rows &= column(table, "accessory-goods") == 0
    return rows


def names_place(table: Floats) -> np.ndarray:
    """Where the sign stands as the name of a place, and in no brand field."""
    rows: np.ndarray = (column(table, "position:place-name") > 0) & (column(table, "in-brand") == 0)
    return rows


def is_name_of_goods(table: Floats) -> np.ndarray:
    """Where the name of a place's goods, a word of the language by its fame, stands on those goods
    and nothing around it or in the record gives it another sense."""
    rows: np.ndarray = (column(table, "of-a-place") > 0) & (column(table, "goods-word") > 0)
    rows &= (column(table, "goods:same") > EVEN) & (column(table, "exact") > 0)
    rows &= column(table, "signal:meaning") == 0
    rows &= _lacks(table, "context", _NO_NAME)
    return rows


def is_word(table: Floats) -> np.ndarray:
    """Where the sign is a word of the language, or one for goods."""
    spoken: np.ndarray = column(table, "commonness") >= _WORD
    return spoken | (column(table, "goods-word") > 0)


def is_line_of_goods(table: Floats) -> np.ndarray:
    """Where a line of goods or a flavour is named after a well-known mark that is no word of the language, and
    not the line that an accessory fits: 手机壳 适用某某系列."""
    rows: np.ndarray = (column(table, "well-known×series") > 0) & (column(table, "exact") > 0)
    rows &= ~is_word(table) & _lacks(table, "context", ("denied", "purpose_before", "fitted"))
    rows &= (column(table, "accessory-goods") == 0) & _lacks(table, "signal", ("wording-mention",))
    return rows


def is_bait_use(table: Floats) -> np.ndarray:
    """Where the sign opens a title before the seller's own brand on other goods and nothing tells another use of
    it. On goods like the right's, two marks stand on them, as on toys called after a figure."""
    rows: np.ndarray = (column(table, "bait") > 0) & (column(table, "of-a-place") == 0)
    rows &= ~_on_such_goods(table)
    rows &= _lacks(table, "signal", _OTHER_SENSES_BESIDE_BRANDS) & _lacks(
        table, "context", _OTHER_USES
    )
    rows &= column(table, "accessory-goods") == 0
    return rows


def is_from_the_area(table: Floats) -> np.ndarray:
    """Where place and goods stand apart in words of their own and the goods are stated to come from the area:
    the seller says where they grew (章丘绣惠大葱)."""
    rows: np.ndarray = (column(table, "of-a-place") > 0) & (column(table, "how:parts") > 0)
    rows &= column(table, "signal:origin") < 0
    return rows


def is_likened(table: Floats) -> np.ndarray:
    """Where the seller's own brand is likened to the sign, and what is sold does not replace it in something."""
    rows: np.ndarray = (column(table, "context:compared") > 0) & (column(table, "brand-other") > 0)
    rows &= column(table, "context:purpose_before") == 0
    return rows


def is_meant_for(table: Floats) -> np.ndarray:
    """Where a word before the sign says that what is sold is meant for it, not made of it."""
    rows: np.ndarray = column(table, "context:purpose_before") > 0
    rows &= (column(table, "in-brand") == 0) & (column(table, "context:source_before") == 0)
    return rows


def _opens(table: Floats) -> np.ndarray:
    """Where the sign opens the title, or stands beside its Latin form."""
    rows: np.ndarray = column(table, "context:first") + column(table, "context:latin_beside") > 0
    return rows
