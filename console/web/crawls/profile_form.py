"""A platform profile as a form (平台档案表单): read from the YAML and written back into it.

The YAML is the one truth: the form shows what stands in it and changes only what was changed in the form, so
comments and keys that the form lacks stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from console.words.platform_words import CARD_NAMES, FIELD_NAMES
from storage.base.errors import BadInput
from storage.files.yaml_edit import edit_yaml
from storage.files.yaml_file import load_yaml
from storage.net.domain_names import dns_name

TEXTS = (
    ("title",), ("currency",), ("search",), ("id_space",), ("paging", "parameter"),
    ("contact", "operator"), ("contact", "complaint_url"), ("contact", "email"), ("contact", "address"),
)  # fmt: skip
NUMBERS = (
    ("delay",), ("minimum_listings",), ("minimum_links",), ("paging", "step"), ("paging", "first"),
)  # fmt: skip
LINES = (("hosts",), ("item_urls",), ("blocked",))
GROUPS: Mapping[str, Mapping[str, str]] = {"listing": FIELD_NAMES, "cards": CARD_NAMES}
KINDS = {
    "css": "CSS 选择器",
    "xpath": "XPath",
    "script": "脚本对象",
    "path": "数据路径",
    "constant": "固定值",
}
"""Ways to find a value, and their names in the form."""
_EXTRAS = ("path", "attribute", "pattern", "unit")
_WHERE = "档案"
_MEANING = re.compile(r"[;；\n]+")


@dataclass(frozen=True, kw_only=True)
class SelectorRow:
    """One selector in the form, everything as text."""

    kind: str = "css"
    expression: str = ""
    path: str = ""
    attribute: str = ""
    pattern: str = ""
    unit: str = ""
    meanings: str = ""
    """Whole text = value, parted by semicolons."""

    @property
    def has_extras(self) -> bool:
        return any((self.attribute, self.pattern, self.unit, self.meanings)) or (
            bool(self.path) and self.kind != "script"
        )


@dataclass(frozen=True, kw_only=True)
class ProfileForm:
    """What the form shows."""

    values: Mapping[str, str]
    """Plain keys, dotted, as text."""
    groups: Mapping[str, Mapping[str, tuple[SelectorRow, ...]]]
    """listing and cards: field → its selectors."""


def read_form(text: str) -> ProfileForm:
    """The form of a profile's YAML. Raises BadInput for a document that is broken."""
    content = load_yaml(text, _WHERE) or {}
    if not isinstance(content, dict):
        raise BadInput("yaml.no-mapping", key=_WHERE)
    values = {".".join(path): _field_text(content, path) for path in (*TEXTS, *NUMBERS, *LINES)}
    values |= {
        "name": _field_text(content, ("name",)),
        "render": str(content.get("render", "auto")),
    }
    values["mobile"] = "1" if content.get("mobile") is True else ""
    groups = {group: _rows_of(content.get(group)) for group in GROUPS}
    return ProfileForm(values=values, groups=groups)


def typed_form(fields: Mapping[str, str]) -> ProfileForm:
    """The form as it was typed, for one that is refused."""
    names = [".".join(path) for path in (*TEXTS, *NUMBERS, *LINES)]
    values = {name: fields.get(name, "") for name in (*names, "name", "render", "mobile")}
    groups = {}
    for group, labels in GROUPS.items():
        rows = {name: tuple(_typed_rows(fields, f"{group}-{name}")) for name in labels}
        groups[group] = {name: ways for name, ways in rows.items() if ways}
    return ProfileForm(values=values, groups=groups)


def write_form(text: str, fields: Mapping[str, str]) -> str:
    """The YAML with what the form holds. Raises BadInput."""
    content = load_yaml(text, _WHERE) or {}
    changes: dict[tuple[str, ...], object] = {}
    if name := fields.get("name", "").strip():
        changes[("name",)] = name
    for path in TEXTS:
        changes[path] = fields.get(".".join(path), "").strip() or None
    for path in NUMBERS:
        changes[path] = _number(fields.get(".".join(path), ""))
    for path in LINES:
        lines = [line.strip() for line in fields.get(".".join(path), "").splitlines()]
        changes[path] = [line for line in lines if line] or None
    changes[("hosts",)] = [_host(line) for line in changes[("hosts",)] or ()] or None  # type: ignore[attr-defined]
    _keep_single_texts(content, changes)
    render = fields.get("render", "auto")
    changes[("render",)] = render if render != "auto" or _has(content, "render") else None
    mobile = bool(fields.get("mobile"))
    changes[("mobile",)] = mobile if mobile or _has(content, "mobile") else None
    for group, names in GROUPS.items():
        selectors = _mapping(content, group)
        for name in names:
            typed = _typed_rows(fields, f"{group}-{name}")
            if _as_typed(typed) == _as_typed(map(_row, _plain(selectors.get(name)))):
                continue  # also what the form cannot hold stays: line breaks, blanks, semicolons
            ways = list(_ways(fields, f"{group}-{name}"))
            if _plain(selectors.get(name)) != ways:
                changes[(group, name)] = (ways[0] if len(ways) == 1 else ways) if ways else None
    return edit_yaml(text or "{}", changes, _WHERE)


def _keep_single_texts(content: Any, changes: dict[tuple[str, ...], object]) -> None:
    """One text may stand for a list of one: it stays written so."""
    for path in LINES:
        present = _mapping({"": content}, "").get(path[0])
        if isinstance(present, str) and changes[path] == [present.strip()]:
            changes[path] = present


def _has(content: Any, key: str) -> bool:
    return isinstance(content, dict) and key in content


def _mapping(content: Any, key: str) -> dict[str, Any]:
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def _field_text(content: dict[str, Any], path: tuple[str, ...]) -> str:
    value: Any = content
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def _rows_of(group: object) -> dict[str, tuple[SelectorRow, ...]]:
    if not isinstance(group, dict):
        return {}
    return {str(name): tuple(_row(way) for way in _plain(value)) for name, value in group.items()}


def _plain(value: object) -> list[dict[str, Any]]:
    """The selectors of a field as mappings; a text alone is CSS."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [item if isinstance(item, dict) else {"css": str(item)} for item in items]


def _row(way: Mapping[str, Any]) -> SelectorRow:
    kind = next((kind for kind in ("css", "xpath", "script", "constant") if kind in way), "path")
    meanings = way.get("values")
    pairs = meanings.items() if isinstance(meanings, dict) else ()
    extras = {name: str(way[name]) for name in _EXTRAS if name in way and name != kind}
    return SelectorRow(
        kind=kind,
        expression=str(way.get(kind, "")),
        meanings="；".join(f"{text}={value}" for text, value in pairs),
        **extras,
    )


def _ways(fields: Mapping[str, str], prefix: str) -> Iterator[dict[str, Any]]:
    for number in _row_numbers(fields, prefix):
        expression = fields.get(f"{prefix}-{number}-expression", "").strip()
        if not expression:
            continue
        kind = fields.get(f"{prefix}-{number}-kind", "css")
        if kind not in KINDS:
            raise BadInput("form.unknown-act", act=kind)
        way: dict[str, Any] = {kind: expression}
        for name in _EXTRAS:
            value = fields.get(f"{prefix}-{number}-{name}", "").strip()
            if value and name != kind:
                way[name] = value
        if meanings := fields.get(f"{prefix}-{number}-meanings", "").strip():
            way["values"] = dict(
                _meaning(part) for part in _MEANING.split(meanings) if part.strip()
            )
        yield way


def _row_numbers(fields: Mapping[str, str], prefix: str) -> list[int]:
    """Numbers of a field's rows in the form: as many as it has, in their order."""
    row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-expression")
    return sorted(int(match[1]) for name in fields if (match := row.fullmatch(name)))


def _typed_rows(fields: Mapping[str, str], prefix: str) -> Iterator[SelectorRow]:
    for number in _row_numbers(fields, prefix):
        if fields.get(f"{prefix}-{number}-expression", "").strip():
            parts = SelectorRow.__dataclass_fields__
            yield SelectorRow(
                **{part: fields.get(f"{prefix}-{number}-{part}", "") for part in parts}
            )


def _as_typed(rows: Iterable[SelectorRow]) -> list[tuple[str, ...]]:
    """Rows as a browser hands them back: one line each, without blanks at the ends."""
    return [
        tuple("".join(str(text).splitlines()).strip() for text in vars(row).values())
        for row in rows
    ]


def _meaning(part: str) -> tuple[str, str]:
    text, mark, value = part.partition("=")
    if not mark:
        raise BadInput("profile.form-meaning", text=part.strip())
    return text.strip(), value.strip()


def _number(text: str) -> int | float | None:
    """Raises BadInput for what is no number; whether it may be that large the file's reader says."""
    text = text.strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise BadInput("profile.form-number", text=text[:40]) from error
    if number != number or abs(number) > 1e9:
        raise BadInput("profile.form-number", text=text[:40])
    return int(number) if number.is_integer() and "." not in text else number


def _host(line: str) -> str:
    """A host's name out of what was typed: an address gives its host, Chinese names their xn-- form."""
    name = line.strip()
    if "//" in name:
        try:
            name = urlsplit(name).hostname or name
        except ValueError:
            return line
    name = name.rstrip("/.").lower()
    return dns_name(name) or name
