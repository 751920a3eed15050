"""Whether a PDF says what its DOCX says: a letter that lost a full stop is another letter.

LibreOffice 7.4 drops 。、；， at the end of some justified lines (measured on the sample letters: 4 of
16), so every copy is compared with its document before anybody reads it.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAKEN = "\0"
"""Stands in the PDF's text where a paragraph was matched; no PDF text holds it."""
_HYPHEN_AT_LINE_END = "\ufffe"
"""What PDFium writes for a hyphen at which a word is parted."""


@dataclass(frozen=True, kw_only=True)
class LostText:
    """What a PDF lacks of its DOCX."""

    characters: str
    """Each as often as it is lacking."""
    paragraphs: tuple[str, ...]
    """The paragraphs that may have lost them, as they are compared: those that do not stand in the PDF
    in one piece."""


def lost_text(packed: bytes, pdf: bytes) -> LostText | None:
    """What of a DOCX the PDF does not say; None where it says all.

    White space, compatibility forms (NFKC), format characters and pictographs are not compared;
    what the PDF has besides (page numbers, repeated table heads, marks) is ignored. Paragraphs that
    a page break or a column parts are compared by their characters against the unmatched rest.
    """
    document = Document(io.BytesIO(packed))
    paragraphs = [_compared(_printed(element)) for element in _body_paragraphs(document)]
    remaining = _pdf_text(pdf)
    parted = []
    for words in sorted(filter(None, paragraphs), key=len, reverse=True):
        if words in remaining:
            remaining = remaining.replace(words, _TAKEN, 1)
        else:
            parted.append(words)
    lacking = Counter("".join(parted)) - Counter(remaining)
    if not lacking:
        return None
    return LostText(characters="".join(lacking.elements()), paragraphs=tuple(parted))


def align_left(packed: bytes, loss: LostText) -> bytes:
    """The DOCX with the paragraphs that may have lost text aligned left: LibreOffice drops punctuation
    only where it justifies a line. For the PDF alone; the document itself stays as it is."""
    document = Document(io.BytesIO(packed))
    for element in _body_paragraphs(document):
        if _compared(_printed(element)) in loss.paragraphs:
            Paragraph(element, document).alignment = WD_ALIGN_PARAGRAPH.LEFT
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _body_paragraphs(document: Any) -> Iterator[Any]:
    """The paragraphs' elements in the order of the document, each once."""
    for element in document.element.body.iter(qn("w:p")):
        if not any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors()):
            yield element


def _printed(paragraph: Any) -> str:
    """Its text without runs that Word hides, and without text boxes, which have paragraphs of their own."""
    return "".join(
        text.text or ""
        for text in paragraph.iter(qn("w:t"))
        if next(text.iterancestors(qn("w:p"))) is paragraph
        and next(text.iterancestors(qn("w:r"))).find(f".//{qn('w:vanish')}") is None
    )


def _pdf_text(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "".join(_compared(page.replace(_HYPHEN_AT_LINE_END, "-")) for page in pages)


def _compared(text: str) -> str:
    """Letters, figures and punctuation in one form each."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(character for character in normal if _is_word(character))


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LMNPS" and category != "So"
