"""Meanings (含义), signs of others (他人的标识) and reference prices (参考价) as lines of text, as a table
cell or a form holds them.

One line each, the parts of the first two between strokes (`|` or `｜`), later parts optional:

    文字 | 含义类别 | 说明
    文字 | 所有人 | 店铺、店铺 | 商品、商品 | 起始日 | 说明
    商品 最低-最高 元/单位
"""

from __future__ import annotations

import re
from typing import Any

from storage.base.errors import BadInput
from storage.records import Meaning, OtherOwner, ReferencePrice
from storage.records.meaning import SENSE_NAMES
from storage.rights.import_values import Place

SIGN_KEY_NAMES = {
    "place": "地名", "product": "品名", "meanings": "其他含义", "other_owners": "他人的标识",
}  # fmt: skip
"""Keys of a right's record that say what its sign is made of and means."""
_MEANING_PARTS = ("text", "sense", "note")
_OWNER_PARTS = ("text", "owner", "shops", "goods", "since", "note")
_PRICE = re.compile(
    r"(?P<goods>\S+)\s+(?P<low>[\d.]+)\s*[-–—~～至到]\s*(?P<high>[\d.]+)\s*元?\s*/\s*(?P<unit>\S+)"
)
_LINES = re.compile(r"[\n;；]")
_STROKES = re.compile(r"[|｜]")


def meaning_lines(value: Any, where: Place) -> Any:
    """Lines of meanings as entries of a rights file; what is no text is left as it is."""
    return _entries(value, where, _MEANING_PARTS) if isinstance(value, str) else value


def owner_lines(value: Any, where: Place) -> Any:
    """Lines of others' signs as entries of a rights file; what is no text is left as it is."""
    return _entries(value, where, _OWNER_PARTS) if isinstance(value, str) else value


def price_lines(value: Any, where: Place) -> Any:
    """Lines of reference prices as entries of a rights file; what is no text is left as it is."""
    if not isinstance(value, str):
        return value
    return [_price(line.strip(), where) for line in _LINES.split(value) if line.strip()]


def _price(line: str, where: Place) -> dict[str, str]:
    match = _PRICE.fullmatch(line)
    if match is None:
        raise BadInput("rights-file.reference-price", where=where, line=line)
    return match.groupdict()


def prices_text(prices: tuple[ReferencePrice, ...]) -> str:
    """The lines from which `price_lines` reads `prices`."""
    return "\n".join(f"{price.goods} {price.low}-{price.high} 元/{price.unit}" for price in prices)


def meanings_text(meanings: tuple[Meaning, ...]) -> str:
    """The lines from which `meaning_lines` reads `meanings`."""
    return "\n".join(
        _line((meaning.text, SENSE_NAMES[meaning.sense], meaning.note)) for meaning in meanings
    )


def owners_text(owners: tuple[OtherOwner, ...]) -> str:
    """The lines from which `owner_lines` reads `owners`."""
    return "\n".join(
        _line(
            (
                owner.text, owner.owner, "、".join(owner.shops), "、".join(owner.goods),
                owner.since.isoformat() if owner.since else None, owner.note,
            )
        )
        for owner in owners
    )  # fmt: skip


def _entries(text: str, where: Place, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [_entry(line.strip(), where, names) for line in _LINES.split(text) if line.strip()]


def _entry(line: str, where: Place, names: tuple[str, ...]) -> dict[str, str]:
    parts = [part.strip() for part in _STROKES.split(line)]
    if len(parts) > len(names):
        raise BadInput(
            "rights-file.parts",
            where=where, line=line, count=len(parts), most=len(names), parts=list(names),
        )  # fmt: skip
    return {name: part for name, part in zip(names, parts, strict=False) if part}


def _line(parts: tuple[str | None, ...]) -> str:
    """Parts between strokes; a stroke or a line's end inside a part becomes a space."""
    cells = [re.sub(r"[|｜\n;；]+", " ", part or "").strip() for part in parts]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)
