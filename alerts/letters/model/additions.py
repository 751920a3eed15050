"""补充事实: what an officer adds to a draft, as `path=value` or a YAML file, kept apart from what
the store knows: what the store has established is corrected there, not in a letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from alerts.letters.model.fact_labels import labelled_path
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.right_basis import PRODUCT_RULE
from storage.base.errors import BadInput, Refused
from storage.base.message import Message
from storage.files.yaml_file import load_yaml
from storage.records.letter_facts import ALL_FACTS, Facts, read_facts

_SOURCES = {
    "office": "letter-source.settings",
    "reviewer": "letter-source.verdict",
    "approver": "letter-source.approval",
    "number": "letter-source.approval",
    "dated": "letter-source.approval",
}
"""Facts that nobody fills in, and what they follow from."""
_ESTABLISHED = ("holder", "holder_verified", "rights", "papers", "listings")
_LENGTHENED = ("attachments",)
"""Lists that an officer lengthens; what the store put there stays."""
_CAPTURED = ("url", "title", "price", "sales", "captured_at", "sha256")
"""Members of a listing that its capture states; nobody types them, even where they are missing."""
_RENEWAL = "renewal_filed"
"""Member of a right that the ledger alone states: it is asked again until the letter goes out."""
_STAMP = ("stamped_at", "authority", "stamp_due")
_LEDGER_FIELDS = ("fields.blocked", "fields.conduct")
"""Fields of a letter type that tell how our program visited a platform."""
_FOLLOW_UP_FIELDS = ("fields.purchase", "fields.marking")
"""Fields of a letter type that tell of samples and visits, as they were recorded on the lead."""
_STORE_FIELDS = ("fields.package",)
"""Fields of a letter type that name evidence packages with their hashes."""

_PROPOSED = (f"fields.{PRODUCT_RULE}", "fields.hardware", "fields.network")
"""Fields that the store proposes and an officer may correct: a record knows the computer's name and not
its model, the server's address and not the office's line."""


def read_assignments(assignments: Iterable[str]) -> dict[str, JsonValue]:
    """`listings.2.item_id=9003`, `acts=[1, 3]`: a value in brackets is YAML, else it is text."""
    added: dict[str, JsonValue] = {}
    for text in assignments:
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise BadInput("letter-fact.assignment", text=text)
        structured = value.strip().startswith(("[", "{"))
        added[path.strip()] = load_yaml(value, f"--field {path}") if structured else value
    return added


def flatten(data: object, where: str) -> dict[str, JsonValue]:
    """A facts file as paths: `{fields: {measure: 删除}}` is `fields.measure`; lists stay whole."""
    if not isinstance(data, Mapping):
        raise BadInput("letter-fact.no-mapping", where=where)
    paths: dict[str, JsonValue] = {}
    for key, value in data.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            paths |= {f"{key}.{inner}": item for inner, item in flatten(value, where).items()}
        else:
            paths[str(key)] = value if isinstance(value, list | int | float) else str(value)
    return paths


def check_allowed(stored: Facts, added: Mapping[str, JsonValue], kind: Kind | None = None) -> None:
    """Raises Refused where additions would overwrite what the store or the procedure says, or would
    state a fact of evidence, which comes from the store alone; it names every one of them.

    With `kind` each is called as its letter calls it, with its path behind.
    """
    tree = _tree(stored)
    refusals = [refusal for path in added if (refusal := _refusal(tree, path, kind))]
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        findings = [refusal.message for refusal in refusals]
        raise Refused("letter-fact.several", count=len(findings), findings=findings)


def allowed_additions(stored: Facts, added: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The additions that still stand: a fact that the store established since goes before a typed one."""
    tree = _tree(stored)
    return {path: value for path, value in added.items() if _refusal(tree, path) is None}


def may_be_added(facts: Facts, path: str) -> bool:
    """Whether an officer may still fill the fact at `path` in."""
    return _refusal(_tree(facts), path) is None


def _refusal(tree: Mapping[str, Any], path: str, kind: Kind | None = None) -> Refused | None:
    called = labelled_path(path, kind) if kind else path
    names = path.split(".")
    root, member = names[0], names[-1]
    if root in _SOURCES:
        return Refused("letter-fact.by-procedure", path=called, source=Message(_SOURCES[root]))
    if path in _LEDGER_FIELDS:
        source = Message("letter-source.ledger")
        return Refused("letter-fact.by-procedure", path=called, source=source)
    if path in _FOLLOW_UP_FIELDS:
        source = Message("letter-source.follow-up")
        return Refused("letter-fact.by-procedure", path=called, source=source)
    if root == "evidence" and member in _STAMP:
        return Refused("letter-fact.stamp-by-hand", path=called)
    if root == "evidence" or path in _STORE_FIELDS:
        return Refused("letter-fact.evidence-by-hand", path=called)
    if root == "rights" and member == _RENEWAL:
        source = Message("letter-source.rights")
        return Refused("letter-fact.by-procedure", path=called, source=source)
    if root == "listings" and member in _CAPTURED:
        return Refused("letter-fact.captured", path=called)
    is_known = root in _ESTABLISHED and (root == path or not _empty(_value(tree, path)))
    proposed = path in _PROPOSED
    if is_known or (root == "fields" and not proposed and not _empty(_value(tree, path))):
        return Refused("letter-fact.established", path=called)
    return None


def fill(
    stored: Facts,
    added: Mapping[str, JsonValue],
    where: str | Message = ALL_FACTS,
) -> Facts:
    """The letter's facts: what the store knows with what the officer added on top.

    Crawled texts are cleaned on the way. Raises BadInput where a path leads nowhere or a value does
    not fit.
    """
    tree = _tree(stored)
    for path, value in added.items():
        if path in _LENGTHENED:
            tree[path] = [*tree.get(path, []), *(value if isinstance(value, list) else [value])]
        else:
            _put(tree, path.split("."), value, path)
    return read_facts(tree, where)


def _tree(facts: Facts) -> dict[str, Any]:
    """The facts as mappings and lists that can be changed."""
    tree = _changeable(dataclasses.asdict(facts))
    assert isinstance(tree, dict)
    return tree


def _changeable(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _changeable(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_changeable(member) for member in value]
    return value


def _empty(value: object) -> bool:
    return value is None or value in ("", [])


def _value(tree: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(tree, Mapping):
            tree = tree.get(name)
        elif isinstance(tree, list) and name.isdigit() and int(name) < len(tree):
            tree = tree[int(name)]
        else:
            return None
    return tree


def _put(tree: Any, names: Sequence[str], value: JsonValue, path: str) -> None:
    name, deeper = names[0], names[1:]
    if isinstance(tree, list):
        if not name.isdigit() or int(name) >= len(tree) or not deeper:
            raise BadInput("letter-fact.no-member", path=path, member=name)
        _put(tree[int(name)], deeper, value, path)
    elif not deeper:
        tree[name] = value
    else:
        inner = tree.setdefault(name, {})
        if not isinstance(inner, dict | list):
            raise BadInput("letter-fact.no-deeper", path=path, name=name)
        _put(inner, deeper, value, path)
