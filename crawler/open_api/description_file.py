"""The file of an open API's description (接口描述文件): YAML, read strictly.

A key that is not known is an error that names it, since a misspelt path would otherwise silently
find nothing. The format: docs/open-apis.zh-CN.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from crawler.open_api import description_values as read
from crawler.open_api.description import (
    FIELDS,
    Agreement,
    AnswerMeaning,
    ApiDescription,
    Digest,
    Errors,
    ItemAddress,
    Key,
    Limits,
    Price,
    ResultPaging,
    Signature,
    Timestamp,
    TokenGrant,
    Unit,
)
from storage.base.errors import BadInput
from storage.files import yaml_values as values
from storage.files.yaml_values import read_yaml


def load_description(file: Path) -> ApiDescription:
    """Read one description. Raises BadInput naming the file and what is wrong in it."""
    return read_yaml(file, description_from)


def description_from(value: object) -> ApiDescription:
    """A description from its parsed YAML. Raises BadInput."""
    entries = values.mapping(value, "api")
    values.only(entries, ApiDescription.__dataclass_fields__, "")
    values.required(
        entries, ("name", "title", "endpoint", "paging", "items", "fields", "addresses"), ""
    )
    keys = tuple(_key(entry, "keys") for entry in _entries(entries.get("keys"), "keys"))
    names = {f"key.{key.name}" for key in keys}
    parts: dict[str, Any] = {"keys": keys}
    for name, entry in entries.items():
        if name in _PLAIN:
            parts[name] = _PLAIN[name](entry, name)
        elif name in _WITH_VARIABLES:
            parts[name] = _WITH_VARIABLES[name](entry, name, names)
    if "title" not in parts["fields"]:
        raise BadInput("yaml.key-missing", key="fields.title")
    if not _names_word(parts):
        raise BadInput("api.no-word")
    return ApiDescription(**parts)


def _names_word(parts: Mapping[str, Any]) -> bool:
    return "{word}" in repr((parts.get("query"), parts.get("parameters")))


def _entries(value: object, key: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadInput("yaml.no-list", key=key)
    return value


def _key(value: object, key: str) -> Key:
    entries = values.record(value, Key, key, ("name", "title"))
    return Key(
        name=values.text(entries["name"], f"{key}.name"),
        title=values.text(entries["title"], f"{key}.title"),
        optional=values.flag(entries.get("optional", False), f"{key}.optional"),
    )


def _terms(value: object, key: str) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(**{name: values.text(text, f"{key}.{name}") for name, text in entries.items()})
        for entries in (
            values.record(entry, Agreement, key, ("title", "url")) for entry in _entries(value, key)
        )
    )


def _name(value: object, key: str) -> str:
    return read.pattern_text(value, r"[a-z0-9][a-z0-9-]{0,59}", key)


def _signature(value: object, key: str, names: set[str]) -> Signature:
    entries = values.record(value, Signature, key, ("parameter", "digest", "text"))
    read.choice(entries["digest"], get_args(Digest), f"{key}.digest")
    read.template(entries["text"], f"{key}.text", {*names, "pairs", "path"})
    read.template(entries.get("secret", ""), f"{key}.secret", names)
    if "body" in entries:
        values.text(entries["body"], f"{key}.body")
    for name in ("only", "skip"):
        if name in entries:
            entries[name] = read.texts(entries[name], f"{key}.{name}")
    if "upper" in entries:
        values.flag(entries["upper"], f"{key}.upper")
    if entries["digest"] != "md5" and not entries.get("secret"):
        raise BadInput("yaml.key-missing", key=f"{key}.secret")
    return Signature(**entries)


def _timestamp(value: object, key: str) -> Timestamp:
    entries = values.record(value, Timestamp, key)
    if "tolerance" in entries:
        values.whole(entries["tolerance"], f"{key}.tolerance", 1)
    if "zone" in entries:
        read.zone(entries["zone"], f"{key}.zone")
    return Timestamp(**entries)


def _token(value: object, key: str, names: set[str]) -> TokenGrant:
    entries = values.record(value, TokenGrant, key, ("url", "user", "password", "parameters"))
    return TokenGrant(
        url=read.address(entries["url"], f"{key}.url"),
        user=read.template(entries["user"], f"{key}.user", names),
        password=read.template(entries["password"], f"{key}.password", names),
        parameters=read.templates(entries["parameters"], f"{key}.parameters", names),
        **{
            name: read.paths(entries[name], f"{key}.{name}")
            for name in ("token", "seconds")
            if name in entries
        },
    )


def _paging(value: object, key: str) -> ResultPaging:
    entries = values.record(value, ResultPaging, key, ("size", "most_pages"))
    for name, least in {"size": 1, "first": 0, "most_pages": 1}.items():
        if name in entries:
            values.whole(entries[name], f"{key}.{name}", least)
    for name in ("total", "cursor"):
        if name in entries:
            entries[name] = read.paths(entries[name], f"{key}.{name}")
    return ResultPaging(**entries)


def _fields(value: object, key: str) -> dict[str, tuple[str, ...]]:
    entries = values.mapping(value, key)
    values.only(entries, FIELDS, key)
    return {name: read.paths(entry, f"{key}.{name}") for name, entry in entries.items()}


def _price(value: object, key: str) -> Price:
    entries = values.record(value, Price, key, ("paths",))
    read.choice(entries.get("unit", "yuan"), get_args(Unit), f"{key}.unit")
    for name in ("paths", "currency_paths"):
        if name in entries:
            entries[name] = read.paths(entries[name], f"{key}.{name}")
    if "currency" in entries:
        read.pattern_text(entries["currency"], "[A-Z]{3}", f"{key}.currency")
    return Price(**entries)


def _addresses(value: object, key: str) -> tuple[ItemAddress, ...]:
    return tuple(_item_address(entry, key) for entry in _entries(value, key))


def _item_address(value: object, key: str) -> ItemAddress:
    entries = values.record(value, ItemAddress, key, ("template",))
    read.template(entries["template"], f"{key}.template", {"id"})
    if "{id}" not in entries["template"]:
        raise BadInput("api.no-variable", key=f"{key}.template", value="id")
    for name in ("ids", "links"):
        if name in entries:
            entries[name] = read.paths(entries[name], f"{key}.{name}")
    if not entries.get("ids") and not entries.get("links"):
        raise BadInput("yaml.key-missing", key=f"{key}.ids")
    if "pattern" in entries:
        read.pattern(entries["pattern"], f"{key}.pattern", "id")
    conditions = values.mapping(entries.get("only_if", {}), f"{key}.only_if")
    entries["only_if"] = {
        path: read.texts(text, f"{key}.only_if") for path, text in conditions.items()
    }
    return ItemAddress(**entries)


def _errors(value: object, key: str) -> Errors:
    entries = values.record(value, Errors, key)
    meanings = values.mapping(entries.get("meanings", {}), f"{key}.meanings")
    words = values.mapping(entries.get("words", {}), f"{key}.words")
    choices = [meaning.value for meaning in AnswerMeaning]
    for name, meaning in {**meanings, **words}.items():
        read.choice(meaning, choices, f"{key}.{name}")
    return Errors(
        codes=read.paths(entries["codes"], f"{key}.codes") if "codes" in entries else (),
        texts=read.paths(entries["texts"], f"{key}.texts") if "texts" in entries else (),
        success=read.texts(entries["success"], f"{key}.success") if "success" in entries else (),
        meanings={code: AnswerMeaning(meaning) for code, meaning in meanings.items()},
        words={read.pattern(word, f"{key}.words"): AnswerMeaning(m) for word, m in words.items()},
        pause=read.pattern(entries["pause"], f"{key}.pause", "seconds")
        if entries.get("pause") else None,
    )  # fmt: skip


def _limits(value: object, key: str) -> Limits:
    entries = values.record(value, Limits, key)
    for name in ("delay", "pause"):
        if name in entries:
            entries[name] = values.seconds(entries[name], f"{key}.{name}")
    if "budget" in entries:
        values.whole(entries["budget"], f"{key}.budget", 1)
    return Limits(**entries)


_PLAIN: dict[str, Any] = {
    "name": _name,
    "title": values.text,
    "endpoint": read.address,
    "method": lambda value, key: read.choice(value, ("GET", "POST"), key),
    "encoding": lambda value, key: read.choice(value, ("form", "json"), key),
    "charset": read.charset,
    "terms": _terms,
    "sources": read.texts,
    "unchecked": read.texts,
    "timestamp": _timestamp,
    "paging": _paging,
    "items": read.paths,
    "fields": _fields,
    "price": _price,
    "addresses": _addresses,
    "errors": _errors,
    "limits": _limits,
}
_WITH_VARIABLES: dict[str, Any] = {
    "suffix": read.template,
    "query": read.templates,
    "parameters": read.templates,
    "headers": read.templates,
    "signature": _signature,
    "token": _token,
}
