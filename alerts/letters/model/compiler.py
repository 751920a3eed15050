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

from alerts.letters.model.basis_words import basis_words
from alerts.letters.model.completeness import Missing, check
from alerts.letters.model.letter_kind import Kind, LetterStage
from alerts.letters.model.letter_law import PUBLISHED_LAW, LetterLaw, letter_law
from alerts.letters.model.proof_conditions import number_warnings
from alerts.letters.model.right_conditions import term_warnings
from storage.base.errors import Incomplete
from storage.law.law_book import LawBook
from storage.law.provision import Article
from storage.records.letter_facts import Facts, facts_to_json

NO_NUMBER = "（待编号）"
_FORMAT = re.compile("[\x07\x0c\t]")
"""Control characters that the Word renderer takes for layout: bell, page break, tabulator."""


@dataclass(frozen=True, kw_only=True)
class CompiledLetter:
    """A complete letter as the words that its template writes."""

    kind: Kind
    values: Mapping[str, object]
    """By the names that a template may use; only the renderer reads them."""


def compile_notice(
    kind: Kind,
    facts: Facts,
    *,
    today: date,
    stage: LetterStage = LetterStage.APPROVAL,
    book: LawBook = PUBLISHED_LAW,
) -> CompiledLetter:
    """The words of a complete letter. Raises Incomplete with the list of what lacks."""
    law = letter_law(kind, facts, book, today)
    missing = check(kind, facts, today=today, stage=stage)
    refuse_incomplete(kind, (*missing, *unverified_articles(law)))
    return letter_words(kind, facts, law)


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


def unverified_articles(law: LetterLaw) -> tuple[Missing, ...]:
    """Articles from memory that a letter would print: nothing prints what nobody has compared."""
    return tuple(
        Missing(
            element="法律依据",
            where=f"“法律依据”页面（{article.provision}），由法制机构与公布文本核对",
            why=f"{article.citation}的条号和文字未经核对",
        )
        for article in law.from_memory
    )


def letter_words(kind: Kind, facts: Facts, law: LetterLaw) -> CompiledLetter:
    """The words of a letter whose facts were found complete."""
    values: dict[str, Any] = {
        name: _plain(value) for name, value in dataclasses.asdict(facts).items()
    }
    values["number"] = facts.number or NO_NUMBER
    values["fields"] = {item.name: "" for item in kind.fields} | dict(values["fields"])
    values["right"] = values["rights"][0] if values["rights"] else None
    values["shops"] = sorted({row.shop for row in facts.listings if row.shop})
    values["law"] = {name: _cited(article) for name, article in law.articles.items()}
    values["laws"] = list(values["law"].values())
    values["law_note"] = law.note
    basis = basis_words(kind, facts, law.articles)
    values["basis"] = _plain(dataclasses.asdict(basis)) if basis else None
    return CompiledLetter(kind=kind, values=values)


def content_digest(
    kind: Kind,
    facts: Facts,
    law: LetterLaw,
    *,
    warnings: Sequence[str],
    template: bytes,
    edited: str | None,
) -> str:
    """SHA-256 of all that decides what a letter says, without setting it.

    It covers the kind, the facts, the articles cited with their versions, the warnings that an
    approver is given, the template's bytes, and the hash of the version edited in Word, if any.
    """
    office = dataclasses.replace(facts.office, people=())
    content = {
        "kind": kind.slug,
        "facts": facts_to_json(dataclasses.replace(facts, office=office)),
        "law": {name: dict(_cited(article)) for name, article in law.articles.items()},
        "law_note": law.note,
        "warnings": list(warnings),
        "template": hashlib.sha256(template).hexdigest(),
        "edited": edited,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def warnings_of(facts: Facts, law: LetterLaw) -> tuple[str, ...]:
    """What the approver must know, in Chinese: articles that the legal staff have not confirmed, the
    version where act and letter differ, rights whose registration nobody has verified, and numbers of
    rights in a rare format."""
    copies = law.public_copies
    warnings = []
    if copies:
        cited = "、".join(article.short_citation for article in copies)
        warnings.append(f"条文取自公布文本的公开副本，尚未经法制机构核对：{cited}")
    if law.note:
        warnings.append(law.note)
    return (
        *warnings,
        *(f"权利“{right.text}”：登记信息未经核对" for right in facts.rights if not right.verified),
        *term_warnings(facts),
        *number_warnings(facts),
    )


def _cited(article: Article) -> Mapping[str, Any]:
    return {
        "citation": article.citation,
        "number": article.number_words,
        "name": article.statute.name,
        "version": article.version.adopted,
        "effective": article.version.in_force,
        "text": _plain(article.text) if article.text else None,
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
