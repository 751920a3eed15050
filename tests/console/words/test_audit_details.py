"""Every key that an act of the audit carries has words, and codes are shown by their names."""

from __future__ import annotations

import ast
from pathlib import Path

from console.words.audit_acts import actor_name
from console.words.audit_details import detail_lines, key_name, sentence_details
from storage.base.message import Message

ROOT = Path(__file__).parents[3]
ROOMS = ("storage", "alerts", "console")
_RECORDERS = frozenset({"record", "note_act", "_note", "move_notice"})
_PARAMETERS = frozenset({"actor", "act", "subject", "after"})
"""Parameters of the recorders themselves."""


def recorded_keys() -> set[str]:
    keys: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            if any(f"{name}(" in source for name in _RECORDERS):
                for node in ast.walk(ast.parse(source)):
                    if isinstance(node, ast.Call) and _name_of(node.func) in _RECORDERS:
                        keys |= {k.arg for k in node.keywords if k.arg}
    return keys - _PARAMETERS


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_every_key_that_is_recorded_has_words() -> None:
    assert [key for key in sorted(recorded_keys()) if key_name(key) == key] == []


def test_codes_numbers_and_messages_are_shown_in_chinese() -> None:
    reason = Message("alert.no-address", {"holder": "甲"}).to_json()
    detail = {"state": "pending", "score": 0.9993, "why": reason, "note": None, "late": True}
    assert detail_lines(detail) == [
        "状态：待核查",
        "分值：100%",
        "原因：权利人“甲”未登记电子邮箱，未能生成告警邮件",
        "逾期：是",
    ]
    assert detail_lines({"part": "added", "names": ["fields.a", "fields.b"]}) == [
        "部分：补充内容",
        "项目：fields.a、fields.b",
    ]


def test_an_actor_that_is_no_person_is_named_in_chinese() -> None:
    assert [actor_name(actor) for actor in ("li", "system", "cli", "holder:ding")] == [
        "li",
        "系统",
        "命令行",
        "权利人 ding",
    ]


def test_a_sentence_leaves_hashes_and_numbers_of_rows_to_the_fold() -> None:
    detail = {"sha256": "a" * 64, "decision": 7, "reason": "no_licence", "names": ["smtp_host"]}
    sentence = sentence_details(detail)
    assert "邮件服务器" in sentence
    assert "a" * 12 not in sentence
    assert "7" not in sentence
