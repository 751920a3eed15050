"""What was added to a letter (补充的内容), under the names that its page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.letters.model.letter_kind import Kind

FACT_NAMES = {"hotspots": "热点", "acts": "侵权行为", "measure": "请求措施", "comparisons": "比对"}
"""Facts that several kinds of letter hold and no kind names as a field of its own."""

_PARTIES = {
    "recipient": "收件人",
    "holder": "权利人",
    "subject": "当事人",
    "agent": "代理人",
    "office": "机关",
}
_MEMBERS = {
    "name": "名称",
    "identity": "证照号码",
    "representative": "负责人",
    "address": "地址",
    "contact": "联系人",
    "phone": "电话",
    "email": "电子邮箱",
}
_PLACE = re.compile(r"\.(\d+)(?=\.|$)")


@dataclass(frozen=True, kw_only=True)
class FilledFact:
    """One fact that was added to a letter, as its page shows it."""

    label: str
    value: str
    path: str
    """Where a plain text can change it; empty for lists."""
    choices: tuple[str, ...]


def filled_facts(added: Mapping[str, Any], kind: Kind) -> list[FilledFact]:
    """What was added, under the names of the letter's own fields."""
    fields = {f"fields.{field.name}": field for field in kind.fields}
    return [
        FilledFact(
            label=fields[path].label if path in fields else _label(path, kind),
            value=_one_line(value),
            path=path if isinstance(value, str) else "",
            choices=tuple(fields[path].choices or ()) if path in fields else (),
        )
        for path, value in added.items()
    ]


def _label(path: str, kind: Kind) -> str:
    """The name of a fact in the words of the letter's own elements; the path where nothing names it."""
    asked = {element.needs: element.name for element in kind.elements if element.needs}
    if name := asked.get(_PLACE.sub("[]", path)):
        places = "、".join(str(int(place) + 1) for place in _PLACE.findall(path))
        return f"{name}（第{places}项）" if places else name
    party, _, member = path.partition(".")
    if party in _PARTIES and member in _MEMBERS:
        return _PARTIES[party] + _MEMBERS[member]
    return FACT_NAMES.get(path, path)


def _one_line(value: Any) -> str:
    """A fact in one line; of a list, each member's values."""
    if isinstance(value, list):
        return "；".join(_one_line(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_one_line(item) for item in value.values())
    return str(value)
