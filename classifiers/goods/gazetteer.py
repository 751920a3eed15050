"""The list of places (地名表): administrative divisions of China down to townships, and their short forms.

The table is made by `python -m tools.gazetteer.build`, which names its sources; this module only
reads it. Codes are those of GB/T 2260: two digits a province, four a city, six a county.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import zstandard

ARTEFACT = Path(__file__).resolve().parent.parent / "artifacts" / "places.json.zst"


class PlaceLevel(IntEnum):
    """How large a place is; a larger one has the smaller number."""

    REGION = 1
    """Macro-regions and parts of provinces: 东北, 赣南."""
    PROVINCE = 2
    CITY = 4
    COUNTY = 6
    DISTRICT = 7
    """区 of a city: their short names (长安, 和平) are ordinary words more often than origins."""
    TOWN = 9
    """镇, 乡, 苏木."""


@dataclass(frozen=True, kw_only=True)
class Division:
    """行政区划: one place under its full name."""

    code: str
    """GB/T 2260; of a town that of its county; empty for a region."""
    name: str
    level: PlaceLevel
    former: bool = False
    """Whether no division bears the full name any more; its code may be another's by now, or nobody's."""

    def lies_in(self, area: Division) -> bool:
        """Whether this place is the area or a part of it; a town holds nothing but itself."""
        if area.level is PlaceLevel.TOWN:
            return self == area
        return bool(area.code) and self.code.startswith(area.code)


_PEOPLE_NAMES = (
    "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克",
    "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬",
    "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克",
    "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各",
)  # fmt: skip
"""The 55 minority peoples (少数民族) as the names of autonomous areas hold them, and 各族."""
_PEOPLE = "|".join(
    [f"{people}族" for people in _PEOPLE_NAMES]
    + [people for people in _PEOPLE_NAMES if len(people) > 1]
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLE})*(?:自治[区州县旗]|民族乡)$|(?:{_PEOPLE})+[乡镇区]$")
_SUFFIX = re.compile(
    r"(?:特别行政区|行政委员会|(?:地|林|特|矿|新)区|群岛"
    r"|族?自治[区州县旗]|[省市县区盟镇乡]|苏木|(?<![左右中前后合])旗|(?:[左右中前后]|联合)旗)$"
)
_PARTS = "东西南北中"
_ABBREVIATIONS = "冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕秦甘陇青宁新疆京津沪渝蒙"
_REGIONS = ("华北", "华东", "华南", "华中", "东北", "西北", "西南", "东南", "江南", "江北", "岭南",
            "塞北", "关东", "关中", "中原", "河西", "胶东", "胶州", "辽东", "巴蜀", "北疆", "南疆",
            "坝上", "徽州", "川渝", "内蒙", "锡盟", "呼伦贝尔", "科尔沁", "河套")  # fmt: skip
"""Names of regions in use that are no division; chosen by hand from a school atlas."""
_TOWN_ENDS = ("镇", "乡", "苏木")
SHORTEST = 2
"""Characters that a short form keeps at least: 泸县 is not called 泸."""


def short_name(name: str) -> str:
    """A name without what kind of division it is: 示例县 → 示例, 恩施土家族苗族自治州 → 恩施."""
    if name[-1:] in "镇乡市县" and "族" not in name and len(name) > SHORTEST:
        return name[:-1]  # four names in five: quicker than the patterns
    for pattern in (_AUTONOMOUS, _SUFFIX):
        shorter = pattern.sub("", name)
        if shorter != name and len(shorter) >= SHORTEST:
            return shorter
    return name


class Gazetteer:
    """Places by full and by short name; `places` are pairs of code and full name, `former` the full names
    among them that no division bears any more."""

    def __init__(
        self, places: Iterable[tuple[str, str]], former: frozenset[str] = frozenset()
    ) -> None:
        self._former = former
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        self._by_code: dict[str, str] = {}
        for place in places:
            code, name = place
            if not name.endswith(_TOWN_ENDS):
                self._by_code.setdefault(code, name)
            for form in {name, short_name(name)}:
                self._by_name.setdefault(form, []).append(place)
        self._longest = max(map(len, self._by_name), default=0)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def divisions(self, name: str) -> tuple[Division, ...]:
        """Every division that bears this full or short name."""
        return tuple(
            Division(
                code=code,
                name=full_name,
                level=_level(code, full_name),
                former=full_name in self._former,
            )
            for code, full_name in self._by_name.get(name, ())
        )

    def level(self, name: str) -> PlaceLevel | None:
        """Level of the largest division of this name."""
        places = self._by_name.get(name, ())
        return min((_level(code, full_name) for code, full_name in places), default=None)

    def forms(self, name: str) -> tuple[str, ...]:
        """`name`, the short one where it is the full name of its largest division, and what region in use
        it begins with (内蒙 of 内蒙古)."""
        largest = min(self.divisions(name), key=lambda division: division.level, default=None)
        short = short_name(name) if largest is not None and largest.name == name else name
        regions = (region for region in _REGIONS if name.startswith(region))
        return tuple(dict.fromkeys((name, short, *regions)))

    def described(self, name: str, most: int) -> str:
        """The largest places of this name, at most `most`, each with what it lies in: 辽宁省盘锦市."""
        level = self.level(name)
        places = (self._path(place) for place in self.divisions(name) if place.level is level)
        return "、".join(list(dict.fromkeys(places))[:most])

    def _path(self, division: Division) -> str:
        lengths = (PlaceLevel.PROVINCE, PlaceLevel.CITY, PlaceLevel.COUNTY)
        outer = (self._by_code.get(division.code[:length], "") for length in lengths)
        names = dict.fromkeys(name for name in (*outer, division.name) if name)
        return "".join(names)

    def begins(self, text: str) -> bool:
        """Whether the name of some division down to counties begins with `text`: 武夷 of 武夷山."""
        place = bisect_left(self._large_names, text)
        return place < len(self._large_names) and self._large_names[place].startswith(text)

    @cached_property
    def _large_names(self) -> list[str]:
        return sorted(
            name
            for name, places in self._by_name.items()
            if any(_level(*place) <= PlaceLevel.COUNTY for place in places)
        )

    def leading(self, text: str, *, deepest: PlaceLevel = PlaceLevel.TOWN) -> str | None:
        """The longest name at the front of `text` that a division down to `deepest` bears."""
        for length in range(min(len(text), self._longest), SHORTEST - 1, -1):
            level = self.level(text[:length])
            if level is not None and level <= deepest:
                return text[:length]
        return None

    def named_in(self, text: str) -> Iterator[str]:
        """Names of places in an address or a list of places, from its front: 安徽祁门 → 安徽, 祁门."""
        return (text[slice(*span)] for span in self.spans_in(text))

    def spans_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names of `named_in` stand."""
        start = 0
        while start < len(text):
            name = self.leading(text[start : start + self._longest])
            end = start + (len(name) if name else 1)
            if name is not None:
                yield start, end
            start = end

    def within(self, place: str, area: str) -> bool:
        """Whether some division called `place` lies in some division called `area`."""
        return any(
            inner.lies_in(outer)
            for inner in self.divisions(place)
            for outer in self.divisions(area)
        )


@cache
def load_gazetteer() -> Gazetteer:
    """The committed table with the regions, read once."""
    raw: dict[str, Any] = json.loads(zstandard.decompress(ARTEFACT.read_bytes()))
    return Gazetteer(_places(raw), frozenset(raw["former"].values()))


def _places(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from raw["divisions"].items()
    yield from raw["former"].items()
    for county, towns in raw["towns"].items():
        for name in towns.split():
            yield county, name
    for name in _REGIONS:
        yield "", name
    for province in _ABBREVIATIONS:
        for part in _PARTS:
            yield "", province + part


def _level(code: str, name: str) -> PlaceLevel:
    if not code:
        return PlaceLevel.REGION
    if name.endswith(_TOWN_ENDS):
        return PlaceLevel.TOWN
    if len(code) == PlaceLevel.COUNTY:
        return PlaceLevel.DISTRICT if name.endswith("区") else PlaceLevel.COUNTY
    return PlaceLevel(len(code))
