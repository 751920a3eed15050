"""The reading copy (PDF) of a letter: the DOCX is the document, this is how it looks in print.

LibreOffice makes it where it is present; else WeasyPrint sets a copy marked 阅读稿, whose pages may
break elsewhere than Word's. Either copy is compared with the document: none that lost a character is
given out.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

from alerts.letters.render.libreoffice_pdf import libreoffice_copy
from alerts.letters.render.pdf_comparison import LostText, align_left, lost_text
from storage.base.errors import HubiaoError

Converter = Literal["auto", "libreoffice", "weasyprint"]
_MOST_CHARACTERS = 30
"""Characters of a paragraph that a message shows, chosen by hand: enough to find it."""


def render_pdf(
    packed: bytes,
    *,
    draft: bool,
    converter: Converter = "auto",
    fonts: Path | None = None,
) -> bytes:
    """The reading copy of a DOCX; `fonts` is a folder with the office's own typefaces.

    Where LibreOffice loses characters it is asked again with those paragraphs aligned left, then
    ("auto") WeasyPrint. Raises HubiaoError when the copy still lacks characters of the document, and
    when LibreOffice fails or is asked for and absent.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if converter == "libreoffice" and program is None:
        raise HubiaoError("pdf.no-libreoffice")
    if program is not None and converter != "weasyprint":
        copy = libreoffice_copy(packed, program, fonts)
        loss = lost_text(packed, copy)
        if loss is not None:
            copy = libreoffice_copy(align_left(packed, loss), program, fonts)
            loss = lost_text(packed, copy)
        if loss is None:
            return copy
        if converter == "libreoffice":
            raise _refusal(loss)
    from alerts.letters.render.weasyprint_pdf import set_copy

    copy = set_copy(packed, draft=draft, fonts=fonts)
    loss = lost_text(packed, copy)
    if loss is not None:
        raise _refusal(loss)
    return copy


def _refusal(loss: LostText) -> HubiaoError:
    return HubiaoError(
        "pdf.text-lost",
        count=len(loss.characters),
        characters=loss.characters[:_MOST_CHARACTERS],
        paragraph=next(words for words in loss.paragraphs if loss.characters[0] in words)[
            :_MOST_CHARACTERS
        ],
    )
