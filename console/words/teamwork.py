"""What working together on a lead says in its timeline (协同): one short part a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from console.words.audit_details import value_text

TEAMWORK_ACTS = frozenset({
    "lead.snooze", "lead.wake", "lead.assign", "lead.report", "lead.return", "lead.send_back",
    "lead.settle", "lead.withdraw", "lead.comment", "lead.merge", "lead.absorb", "lead.unmerge",
})  # fmt: skip
"""Acts whose timeline step says more than the act's name."""

_PARTS: Mapping[str, Callable[[Any], str]] = {
    "assignee": lambda value: f"承办：{value}",
    "due": lambda value: f"期限 {value}",
    "snoozed_until": lambda value: f"至 {value}",
    "until_change": lambda value: "商品内容变化时恢复" if value else "",
    "snooze_end": lambda value: value_text("snooze_end", value),
    "into": lambda value: f"保留线索 {value}",
    "duplicate": lambda value: f"重复线索 {value}",
    "feedback": str,
    "reason": str,
    "comment_text": str,
    "note": str,
}
"""Keys of the audit's detail in the order in which they are read."""


def teamwork_parts(detail: Mapping[str, object]) -> tuple[str, ...]:
    """The facts of one act in words; empty ones are left out."""
    return tuple(_parts(detail))


def _parts(detail: Mapping[str, object]) -> Iterator[str]:
    for key, words in _PARTS.items():
        value = detail.get(key)
        if value is not None and (part := words(value)):
            yield part
