"""A draft that an officer edited in Word and gave back: a new version that needs a new approval."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from alerts.letters.model.compiler import NO_NUMBER
from alerts.letters.model.letter_kind import Kind
from alerts.letters.render.docx_package import freeze_docx, open_docx
from alerts.text.chinese import chinese_date
from storage.base.errors import BadInput
from storage.records.letter_facts import Facts

NO_DATE = "　　年　月　日"
"""What a letter shows for its date until the approval."""


def required_words(kind: Kind, facts: Facts) -> Iterator[tuple[str, str]]:
    """The required elements of a letter as (name, each text value)."""
    plain = dataclasses.asdict(facts)
    for element in kind.elements:
        if element.needs:
            for value in _leaves(plain, element.needs.split(".")):
                yield element.name, value


def _leaves(value: Any, path: list[str]) -> Iterator[str]:
    if isinstance(value, str) and value and not path:
        yield value
    elif path and isinstance(value, dict):
        inner = value.get(path[0].removesuffix("[]"))
        members = inner if path[0].endswith("[]") else [inner]
        for member in members or ():
            yield from _leaves(member, path[1:])


def finish_edit(packed: bytes, *, number: str, dated: date) -> bytes:
    """The approved form of an edited draft: numbered, dated, without the draft mark."""
    document = _open(packed)
    for text in document.element.body.iter("{*}t"):
        if text.text:
            text.text = text.text.replace(NO_NUMBER, number).replace(NO_DATE, chinese_date(dated))
    for section in document.sections:
        for header in (section.header, section.even_page_header):
            for shape in [e for e in header._element.iter() if e.get("id") == "draft-mark"]:
                picture = shape.getparent()
                picture.getparent().remove(picture)
    held = io.BytesIO()
    document.save(held)
    return freeze_docx(held.getvalue())


def document_text(packed: bytes) -> str:
    """Every word of the body, tables included, in order."""
    body = _open(packed).element.body
    return "".join(text.text or "" for text in body.iter("{*}t"))


def _open(packed: bytes) -> Any:
    from docx import Document

    open_docx(packed).close()
    try:
        return Document(io.BytesIO(packed))
    except (KeyError, ValueError) as error:
        raise BadInput("docx.unreadable", reason=error) from error
