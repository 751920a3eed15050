"""A cell as its column means it: what people write around a value falls away before it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from storage.base.compact_text import caseless, compact
from storage.base.personal.plain_form import half_width
from storage.rights.sheets.columns import HOLDER_PREFIX
from storage.rights.sheets.tables import Cell

_BLANKS = {"-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "n/a", "null", "none", "#n/a"}
"""What people write into a cell that holds nothing."""
_HAN = "\u3400-\u9fff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")
_MARKS_AROUND = re.compile(r"^[\s“”\"「」『』《》‘’']+|[\s“”\"「」『』《》‘’'®™©]+$")
_WITH_DEVICE = re.compile(
    r"[\s+＋]*(?:及图|及图形|\(图形\)|（图形）|\(及图\)|（及图）|\(指定颜色\)|（指定颜色）)$"
)
_BEFORE_GOODS = re.compile(
    r"^(?:第?\s*\d{1,2}\s*类\s*[:：]?\s*)?(?:[\[(（]?\d{4}(?:-?\d+)?[\])）]?\s*)?"
)
_AFTER_GOODS = re.compile(r"\s*[(（]?(?:截止|商品截止)[)）]?[。.]?$|[。.；;]+$")
_BEFORE_CLASS = re.compile(r"[；;，,、\s]*(?=第\s*\d{1,2}\s*类\s*[:：])")
_NO_SIGN = re.compile(r"图形|纯图形|图形商标|图案|无文字")


def cleaned(key: str, cell: Cell, *, strict: bool) -> Any:
    """The cell as a value of the rights file, None where it holds nothing."""
    value = _blank(cell) if not strict else cell
    if isinstance(value, str) and value[:1] in ("[", "{"):
        value = _structure(value)
    if strict or value is None:
        return value
    return _CLEANERS.get(key.removeprefix(HOLDER_PREFIX), _plain)(value)


def is_no_sign(text: str) -> bool:
    """Whether a name of a mark says that it has no words: 图形."""
    return _NO_SIGN.fullmatch(text) is not None


def sign_form(text: str) -> str:
    """A sign without what two rows of one registration may write differently."""
    return caseless(text)


def _structure(text: str) -> Any:
    """A list or record that a cell holds as JSON; any other text as it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _blank(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.strip().casefold() in _BLANKS:
        return None
    return cell


def _plain(value: Any) -> Any:
    """Figures of a number as a person reads them: 3.0 is 3."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _name(value: Any) -> Any:
    """A name in half-width letters, without blanks between Chinese characters."""
    text = str(_plain(value)).replace("\n", " ")
    return _BETWEEN_HAN.sub("", re.sub(r"\s+", " ", half_width(text))).strip()


def _sign(value: Any) -> Any:
    """The words of a mark, without quotation marks and 及图."""
    text = _name(value)
    without_device = _WITH_DEVICE.sub("", _MARKS_AROUND.sub("", text))
    return _name(_MARKS_AROUND.sub("", without_device)) or text


def _number(value: Any) -> Any:
    """A registration number: half-width, without blanks and the words around it (第…号)."""
    if isinstance(value, date):
        return value
    text = compact(str(_plain(value)))
    text = re.sub(r"^(?:注册号|注册证号|申请号|No\.?)[:：]?", "", text)
    match = re.fullmatch(r"第?([0-9A-Za-z]+?)(?:\.0)?号?", text)
    return match[1] if match else text


def _goods(value: Any) -> Any:
    """Goods without class headings, codes of similar groups and the mark of their end (截止)."""
    if not isinstance(value, str):
        return _plain(value)
    text = _BEFORE_CLASS.sub(";", value).strip(";")
    parts = re.split(r"([；;\n]+)", text)
    return "".join(
        part if number % 2 else _AFTER_GOODS.sub("", _BEFORE_GOODS.sub("", part.strip()))
        for number, part in enumerate(parts)
    )


def _flag(value: Any) -> Any:
    return half_width(value).strip() if isinstance(value, str) else value


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    "text": _sign,
    "registration_no": _number,
    "goods": _goods,
    "holder": _name,
    "name": _name,
    "identity": _number,
    "phone": _name,
    "contact": _name,
    "id": _name,
    "kind": _name,
    "tier": lambda value: re.sub(r"[级等]", "", str(_name(value))),
    "verified": _flag,
    "well_known": _flag,
    "generic": _flag,
    "geographical": _flag,
}
