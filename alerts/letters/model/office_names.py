"""机关名称和人员: the office's names, short forms and people, none of which signs or stands behind a
holder's letter (文书轨道)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from storage.base.personal.person_names import stands_in
from storage.records.letter_facts import Facts, Office

_BODY = re.compile(
    r"(?P<body>(?:市场监督管理|市场监管|市场和质量监督管理|市监|知识产权|工商行政管理|工商)(?:分局|局|所))$"
)
"""The end of an office's full name; what stands before it is its region."""
_BODIES = ("市场监督管理局", "市场监管局", "市监局", "知识产权局", "市场监督管理所", "市场监管所")
"""What the office is called without its region; one office often bears two name-plates (挂牌)."""
_AUTHORITY = re.compile(
    r"(?:市场监督管理|市场监管|市监|知识产权|工商(?:行政管理)?|质量技术监督|药品监督管理)"
    r"(?:总局|分局|局|所|科|大队)|(?:人民)?政府|执法(?:大队|支队|总队|人员)|[我本]局"
)
"""A public authority of any place: it acts for no holder."""
_REGION_END = "省市区县旗州盟"
_LINKS = "经由受向在被请与和跟及至到是系为将把对让给贵该本我从以的"
"""Words after which a bare name begins; before a bare name they name no other region."""
_NATIONAL = "国家"
_HAN = "\u4e00-\u9fff"


@dataclass(frozen=True, kw_only=True)
class OfficeNames:
    """What the office and its people are called."""

    office: Office
    exempt: frozenset[str] = frozenset()
    """Names that the holder bears too."""

    def in_signature(self, value: str) -> str | None:
        """The authority or officer that a signatory's name, capacity or contact names; else None."""
        plain = re.sub(r"\s", "", value)
        if match := _AUTHORITY.search(plain):
            return match[0]
        return self.in_text(plain) or next((name for name in self._people if name in plain), None)

    def in_text(self, text: str) -> str | None:
        """The first name of the office or of one of its people in a text; else None."""
        plain = re.sub(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])", "", text)
        if (pattern := self._full_pattern) and (match := pattern.search(plain)):
            return match[0]
        for match in re.finditer("|".join(_BODIES), plain):
            if self._is_bare(plain[: match.start()]):
                return match[0]
        return next((name for name in self._people if stands_in(name, plain)), None)

    @cached_property
    def _people(self) -> tuple[str, ...]:
        return tuple(name for name in self.office.people if name and name not in self.exempt)

    @cached_property
    def _region(self) -> str:
        """The region of the office's full name: 巴彦淖尔市 of 巴彦淖尔市市场监督管理局."""
        name = self.office.name or ""
        match = _BODY.search(name)
        return name[: match.start()] if match else ""

    @cached_property
    def _full_pattern(self) -> re.Pattern[str] | None:
        """Names that are the office's wherever they stand, the longest first."""
        names = {name for name in (self.office.name, self.office.short) if name}
        if self.office.short:
            names.add(f"{self.office.short}局".replace("局局", "局"))
        for region in filter(None, (self._region, self._region.rstrip(_REGION_END))):
            names |= {region + body for body in _BODIES}
        ordered = sorted(names - self.exempt, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def _is_bare(self, before: str) -> bool:
        """Whether a body's name stands without the name of another region."""
        match = re.search(rf"[{_HAN}]*$", before)
        run = match[0] if match else ""
        if not run or run[-1] in _LINKS:
            return True
        if run.endswith(_NATIONAL):
            return False
        if run[-1] not in _REGION_END:
            return False
        return len(run) == 1 or run[-2] in _LINKS or run.endswith(self._region or "\0")


def office_names(facts: Facts) -> OfficeNames:
    """The names of a letter's office; what its holder is called too is the holder's."""
    holder = facts.holder
    holder_names = (holder.name, holder.representative if facts.holder_verified else None)
    return OfficeNames(office=facts.office, exempt=frozenset(name for name in holder_names if name))
