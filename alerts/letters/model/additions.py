"""补充事实: what an officer adds to a draft, as `path=value` or a YAML file, kept apart from what
the store knows: what the store has established is corrected there, not in a letter."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from alerts.letters.model.letter_facts import Facts, read_facts
from storage.base.errors import BadInput, Refused
from storage.files.yaml_file import load_yaml

_NEVER = {
    "office": "系统设置",
    "reviewer": "核查意见",
    "approver": "审批",
    "number": "审批",
    "dated": "审批",
}
_ESTABLISHED = ("holder", "rights", "listings")
_ADDED_TO = ("evidence", "attachments")
"""Lists that an officer lengthens; what the store put there stays."""


def read_assignments(assignments: Iterable[str]) -> dict[str, Any]:
    """`listings.2.item_id=9003`, `acts=[1, 3]`: a value in brackets is YAML, else it is text."""
    added: dict[str, Any] = {}
    for text in assignments:
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise BadInput(f"--field '{text}': write NAME=VALUE")
        structured = value.strip().startswith(("[", "{"))
        added[path.strip()] = load_yaml(value, f"--field {path}") if structured else value
    return added


def flatten(data: object, where: str) -> dict[str, Any]:
    """A facts file as paths: `{fields: {measure: 删除}}` is `fields.measure`; lists stay whole."""
    if not isinstance(data, Mapping):
        raise BadInput(f"{where}: a facts file is a mapping")
    paths: dict[str, Any] = {}
    for key, value in data.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            paths |= {f"{key}.{rest}": item for rest, item in flatten(value, where).items()}
        else:
            paths[str(key)] = value if isinstance(value, list | int | float) else str(value)
    return paths


def check_allowed(known: Mapping[str, Any], added: Mapping[str, Any]) -> None:
    """Raises Refused where an addition would overwrite what the store or the procedure says."""
    for path in added:
        root = path.split(".")[0]
        if root in _NEVER:
            raise Refused(f"“{path}”由{_NEVER[root]}得出，不能手工填写")
        if root in _ESTABLISHED and (root == path or _value(known, path) not in (None, "", [])):
            raise Refused(f"“{path}”已有记载，请在台账或固证材料中更正后重新起草")


def fill(known: Mapping[str, Any], added: Mapping[str, Any], where: str = "facts") -> Facts:
    """The letter's facts: what the store knows with what the officer added on top.

    Raises BadInput where a path leads nowhere or a value does not fit.
    """
    data = copy.deepcopy(dict(known))
    for path, value in added.items():
        if path in _ADDED_TO:
            data[path] = [*data.get(path, []), *value]
        else:
            _put(data, path.split("."), value, path)
    return read_facts(data, where)


def _value(known: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(known, Mapping):
            known = known.get(name)
        elif isinstance(known, list) and name.isdigit() and int(name) < len(known):
            known = known[int(name)]
        else:
            return None
    return known


def _put(data: Any, names: list[str], value: Any, path: str) -> None:
    name, rest = names[0], names[1:]
    if isinstance(data, list):
        if not name.isdigit() or int(name) >= len(data) or not rest:
            raise BadInput(f"facts: '{path}': no member {name}")
        _put(data[int(name)], rest, value, path)
    elif not rest:
        data[name] = value
    else:
        inner = data.setdefault(name, {})
        if not isinstance(inner, dict | list):
            raise BadInput(f"facts: '{path}': '{name}' holds no further fields")
        _put(inner, rest, value, path)
