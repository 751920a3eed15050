"""Every act that the program records has words in the catalogue, and every act there is recorded."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from console.words.audit_acts import act_name, act_names, audit_subject
from storage.base.message import Language
from storage.base.vocabulary import DeadlineState, LeadState, MailState, NoticeState
from storage.tables import TipState

ROOT = Path(__file__).parents[3]
ROOMS = ("storage", "crawler", "classifiers", "alerts", "console")
_ACT = re.compile(r"[a-z]+\.[a-z_]+")
_RECORDERS = frozenset({"record", "note", "note_act", "_note"})
"""Functions that enter an act, under whatever name of theirs."""
STATES: Mapping[str, tuple[str, ...]] = {
    "lead": (
        *(LeadState.NOTICED, LeadState.REMOVED, LeadState.REFUSED, LeadState.CONTESTED),
        *(LeadState.CLOSED, LeadState.DISMISSED),
    ),
    "notice": (NoticeState.SEALED, NoticeState.SENT, NoticeState.ANSWERED, NoticeState.WITHDRAWN),
    "mail": (MailState.SENT, MailState.FAILED, MailState.UNCLEAR, MailState.WITHDRAWN),
    "deadline": (DeadlineState.MET, DeadlineState.VOID),
    "tip": (TipState.TAKEN, TipState.DROPPED),
}
"""The states that stand behind the dot where an act is written as `f"lead.{state}"`."""

EARLIER = {"lead.pending"}
"""Acts that only earlier versions recorded: their entries stay readable. A relisting, once."""


def recorded_acts() -> set[str]:
    """The acts of every call that enters one into the audit, read from the source."""
    acts: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            calls_one = any(f"{name}(" in source for name in _RECORDERS)
            if calls_one and "migrations" not in path.parts:
                acts |= set(_acts_of(ast.parse(source)))
    return acts


def _acts_of(module: ast.Module) -> Iterator[str]:
    constants = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _name_of(node.func) in _RECORDERS:
            arguments = [*node.args, *(k.value for k in node.keywords if k.arg == "act")]
            for argument in arguments:
                yield from _acts_in(argument, constants)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _acts_in(value: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)) if _ACT.fullmatch(text):
            yield text
        case ast.IfExp(body=body, orelse=alternative):
            yield from _acts_in(body, constants)
            yield from _acts_in(alternative, constants)
        case ast.Name(id=name) if name in constants:
            yield from _acts_in(constants[name], {})
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), *_]) if prefix.endswith("."):
            for state in STATES[prefix.removesuffix(".")]:
                yield prefix + state
        case _:
            pass


def test_every_act_that_is_recorded_has_words_and_no_other_has() -> None:
    assert recorded_acts() | EARLIER == set(act_names())


def test_an_act_is_named_in_the_language_that_is_asked_for_and_an_unknown_one_by_its_code() -> None:
    assert act_name("lead.claim") == "认领线索"
    assert act_name("lead.claim", Language.ENGLISH) == "lead claimed"
    assert act_name("lead.dance") == "lead.dance"


def test_a_subject_leads_to_its_page_where_it_has_one() -> None:
    assert audit_subject("lead:12").address == "/leads/12?tab=all"
    assert audit_subject("lead:12").name == "线索 12"
    assert audit_subject("rights:*").name == "权利"
    assert audit_subject('right:"><script>').address == ""
