"""Ordinary meanings (含义) of a mark's words: what they name besides the goods of the holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Sense(StrEnum):
    """What a word means where it is not used as the mark (商标法: 描述性正当使用)."""

    DISH = "dish"
    VARIETY = "variety"
    PLACE = "place"
    QUALITY = "quality"
    GENERIC = "generic"
    PERSON = "person"
    COMMON_WORD = "common-word"
    UNCLASSIFIED = "other"


SENSE_NAMES = {
    Sense.DISH: "菜名",
    Sense.VARIETY: "品种",
    Sense.PLACE: "地名",
    Sense.QUALITY: "品质描述",
    Sense.GENERIC: "通用名称",
    Sense.PERSON: "人名",
    Sense.COMMON_WORD: "普通词语",
    Sense.UNCLASSIFIED: "其他",
}
"""Names by which forms and tables call the senses."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """含义: a word, what it means besides being the mark, and where that is recorded."""

    text: str
    """The mark, a piece of it, or a longer word that holds it."""
    sense: Sense = Sense.UNCLASSIFIED
    note: str | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Meaning:
        return cls(text=stored["text"], sense=Sense(stored["sense"]), note=stored.get("note"))
