"""A draft that an officer edited in Word and gave back: a new version that needs a new approval."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from alerts.letters.model.compiler import NO_NUMBER
from alerts.letters.model.letter_kind import Kind
from alerts.letters.render.docx_package import MARGINS, freeze_docx, open_docx
from alerts.letters.render.watermark import DRAFT_MARK
from alerts.text.chinese import chinese_date
from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.xml_part import parse_xml
from storage.records.letter_facts import Facts

_AUTHORS = re.compile(r"^/(?:docProps/(?:app|custom)|word/people)\w*\.xml$", re.IGNORECASE)
"""Parts in which Word names the author, the company, and who took part."""
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


def finish_edit(packed: bytes, *, title: str, number: str, dated: date) -> bytes:
    """The approved form of an edited draft: numbered, dated, without the draft mark, and without the
    names that Word notes of whoever wrote it."""
    document = _open(packed)
    values = {NO_NUMBER: number, NO_DATE: chinese_date(dated)}
    for root in (document.element, *_headers_and_footers(document)):
        for paragraph in root.iter("{*}p"):
            for place, value in values.items():
                _fill(paragraph, place, value)
        for run in [run for run in root.iter("{*}r") if _is_draft_mark(run)]:
            run.getparent().remove(run)
    _forget_authors(document, title)
    held = io.BytesIO()
    document.save(held)
    return freeze_docx(held.getvalue())


def count_places(packed: bytes, place: str) -> int:
    """How many paragraphs of the body hold the whole place of the number or of the date."""
    paragraphs = _open(packed).element.iter("{*}p")
    return sum(place in "".join(map(_text, _texts(paragraph))) for paragraph in paragraphs)


def _is_draft_mark(run: Any) -> bool:
    """Lettering, or a shape's text, that says 草稿, whatever the program that saved it calls the shape."""
    marked = any(e.get("string") == DRAFT_MARK for e in run.iter("{*}textpath"))
    return marked or any(
        "".join(map(_text, box.iter("{*}t"))) == DRAFT_MARK for box in run.iter("{*}txbxContent")
    )


def _headers_and_footers(document: Any) -> Iterator[Any]:
    """The root of every header and footer, of the first, the even and the other pages."""
    for part in document.part.package.iter_parts():
        if part.content_type.endswith(MARGINS):
            yield part.element


def _texts(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph, without those of a text box in it."""
    return [t for t in paragraph.iter("{*}t") if next(t.iterancestors("{*}p"), None) is paragraph]


def _text(element: Any) -> str:
    return element.text or ""


def _fill(paragraph: Any, place: str, value: str) -> None:
    """Put a value where the paragraph keeps its place free, though Word may have split that over runs."""
    texts = _texts(paragraph)
    start = "".join(map(_text, texts)).find(place)
    while start >= 0:
        end, position, first = start + len(place), 0, True
        for element in texts:
            words = _text(element)
            begin, stop = max(start - position, 0), min(end - position, len(words))
            position += len(words)
            if begin < stop:
                element.text = words[:begin] + (value if first else "") + words[stop:]
                first = False
        start = "".join(map(_text, texts)).find(place, start + len(value))


def _forget_authors(document: Any, title: str) -> None:
    """A letter names who signs it; the login names in Word's properties are nobody's business."""
    _name_properties(document)
    properties = document.core_properties
    properties.title = title
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    for part in document.part.package.iter_parts():
        if _AUTHORS.search(str(part.partname)):
            part._blob = _without_words(part.blob)
        elif part.content_type.endswith(".settings+xml"):
            _forget_template(part)


def _name_properties(document: Any) -> None:
    """LibreOffice (Office Open XML Text) relates a document's properties by a name that python-docx does not
    know; it would lay a second part of the same name beside them."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    for relation in document.part.package.rels.values():
        if (
            not relation.is_external
            and relation.target_part.content_type == CONTENT_TYPE.OPC_CORE_PROPERTIES
        ):
            relation._reltype = RELATIONSHIP_TYPE.CORE_PROPERTIES


def _forget_template(settings: Any) -> None:
    """The path of the writer's Normal.dotm holds the name under which the writer logs in."""
    for element in list(settings.element.iter("{*}attachedTemplate")):
        for name in map(str, element.attrib.values()):
            settings.rels.pop(name, None)
        element.getparent().remove(element)


def _without_words(part: bytes) -> bytes:
    """A part of properties that names no person, company, or template any more."""
    root = parse_xml(part, "DOCX", FILE_LIMITS[FileKind.LETTER])
    for element in list(root):
        if not (isinstance(element.tag, str) and element.tag.endswith("}Application")):
            root.remove(element)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


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
