"""The compiler: frozen facts in, the words of the Word template out; refuses when incomplete."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alerts.law.statutes import Article, article
from alerts.letters.model.completeness import Missing, check
from alerts.letters.model.letter_kind import Kind, LetterStage
from storage.base.errors import Incomplete
from storage.records.letter_facts import Facts, facts_to_json

NO_NUMBER = "（待编号）"
_FORMAT = re.compile("[\x07\x0c\t]")
"""Control characters that the Word renderer takes for layout: bell, page break, tabulator."""


@dataclass(frozen=True, kw_only=True)
class CompiledLetter:
    """A complete letter as the words that its template writes."""

    kind: Kind
    values: Mapping[str, Any]
    """By the names that a template may use; only the renderer reads them."""


def compile_notice(
    kind: Kind, facts: Facts, *, today: date, stage: LetterStage = LetterStage.APPROVAL
) -> CompiledLetter:
    """The words of a complete letter. Raises Incomplete with the list of missing elements."""
    refuse_incomplete(kind, check(kind, facts, today=today, stage=stage))
    return letter_words(kind, facts)


def refuse_incomplete(kind: Kind, missing: Sequence[Missing]) -> None:
    """Raises Incomplete that names every required element that is missing."""
    if missing:
        raise Incomplete(
            "letter.incomplete",
            [str(finding) for finding in missing],
            kind=kind.name,
            count=len(missing),
            elements=[finding.element for finding in missing],
        )


def letter_words(kind: Kind, facts: Facts) -> CompiledLetter:
    """The words of a letter whose facts were found complete."""
    values: dict[str, Any] = {
        name: _plain(value) for name, value in dataclasses.asdict(facts).items()
    }
    values["number"] = facts.number or NO_NUMBER
    values["fields"] = {item.name: "" for item in kind.fields} | dict(values["fields"])
    values["right"] = values["rights"][0] if values["rights"] else None
    values["shops"] = sorted({row.shop for row in facts.listings if row.shop})
    values["law"] = {ref: _cited(article(ref)) for ref in kind.law}
    values["laws"] = list(values["law"].values())
    return CompiledLetter(kind=kind, values=values)


def content_digest(
    kind: Kind, facts: Facts, *, warnings: Sequence[str], template: bytes, edited: str | None
) -> str:
    """SHA-256 of all that decides what a letter says, without setting it.

    It covers the kind, the facts, the articles cited with their versions, the warnings that an
    approver is given, the template's bytes, and the hash of the version edited in Word, if any.
    """
    content = {
        "kind": kind.slug,
        "facts": facts_to_json(facts),
        "law": {ref: dict(_cited(article(ref))) for ref in kind.law},
        "warnings": list(warnings),
        "template": hashlib.sha256(template).hexdigest(),
        "edited": edited,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def warnings_of(kind: Kind, facts: Facts, on: date) -> tuple[str, ...]:
    """What the approver must know: articles cited that are unverified or not in force, and rights
    whose registration nobody has verified."""
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
