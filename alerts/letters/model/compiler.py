"""The compiler: frozen facts in, the words of the Word template out; refuses when incomplete."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from alerts.law import Article, article
from alerts.letters.model.completeness import check
from alerts.letters.model.letter_facts import Facts
from alerts.letters.model.letter_kind import Kind, Stage
from storage.base.errors import Incomplete

NO_NUMBER = "（待编号）"
_FORMAT = re.compile("[\x07\x0c\t]")


def compile_notice(
    kind: Kind, facts: Facts, *, today: date, stage: Stage = Stage.APPROVAL
) -> dict[str, Any]:
    """The template's words for a complete letter. Raises Incomplete with the list of what lacks."""
    missing = check(kind, facts, today=today, stage=stage)
    if missing:
        raise Incomplete(
            f"{kind.name}缺少{len(missing)}项必备要素：" + "；".join(m.element for m in missing),
            [str(m) for m in missing],
        )
    words: dict[str, Any] = {name: _plain(v) for name, v in dataclasses.asdict(facts).items()}
    words["number"] = facts.number or NO_NUMBER
    words["fields"] = {item.name: "" for item in kind.fields} | dict(words["fields"])
    words["right"] = words["rights"][0] if words["rights"] else None
    words["shops"] = sorted({row.shop for row in facts.listings if row.shop})
    words["law"] = {ref: _cited(article(ref)) for ref in kind.law}
    words["laws"] = list(words["law"].values())
    return words


def warnings_of(kind: Kind, facts: Facts, on: date) -> tuple[str, ...]:
    """What the approver must be told: articles cited that are unverified or not in force, and
    rights whose registration nobody has verified."""
    law = [warning for ref in kind.law if (warning := article(ref).warning(on))]
    rights = [
        f"权利“{right.text}”：登记信息未经核对" for right in facts.rights if not right.verified
    ]
    return (*law, *rights)


def _cited(cited: Article) -> Mapping[str, Any]:
    words = cited.words
    return {
        "citation": cited.citation,
        "name": cited.statute.name,
        "version": cited.statute.version,
        "effective": cited.statute.effective,
        "text": _plain(words.text) if words.verified else None,
        "gist": words.gist,
        "verified": cited.verified,
    }


def _plain(value: Any) -> Any:
    """Without the control characters that the Word renderer would take for layout."""
    if isinstance(value, str):
        return _FORMAT.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
