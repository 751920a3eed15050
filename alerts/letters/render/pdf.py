"""The reading copy (PDF) of a letter: the DOCX is the document, this is how it looks in print.

LibreOffice makes it where it is present; else WeasyPrint sets a copy marked 阅读稿, whose pages may
break elsewhere than Word's. Either copy is compared with the document: none that lost a character is
given out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Literal

from alerts.letters.render.pdf_comparison import LostText, align_left, lost_text
from storage.base.errors import HubiaoError

Converter = Literal["auto", "libreoffice", "weasyprint"]
SECONDS = 120
"""Longest run of LibreOffice, chosen by hand: its longest conversion of a 300-listing annex took a
tenth of this."""
_MOST_CHARACTERS = 30
"""Characters of a paragraph that a message shows, chosen by hand: enough to find it."""
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_SUBSTITUTES = {
    "仿宋_GB2312": _SERIF,
    "方正小标宋简体": _SERIF,
    "楷体_GB2312": _SERIF,
    "宋体": _SERIF,
    "黑体": _SANS,
    "SimHei": _SANS,
}


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
        copy = _by_libreoffice(packed, program, fonts)
        loss = lost_text(packed, copy)
        if loss is not None:
            copy = _by_libreoffice(align_left(packed, loss), program, fonts)
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


def _by_libreoffice(packed: bytes, program: str, fonts: Path | None) -> bytes:
    with tempfile.TemporaryDirectory(prefix="hubiao-letter-") as folder:
        source = Path(folder, "letter.docx")
        source.write_bytes(packed)
        setup = Path(folder, "fonts.conf")
        setup.write_text(_fontconfig(fonts), encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder),
            str(source),
        ]
        environment = {**os.environ, "FONTCONFIG_FILE": str(setup), "HOME": folder}
        try:
            conversion = subprocess.run(
                command, capture_output=True, timeout=SECONDS, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            raise HubiaoError("pdf.libreoffice-timeout", seconds=SECONDS) from None
        made = Path(folder, "letter.pdf")
        if conversion.returncode or not made.is_file():
            reason = " ".join(conversion.stderr.decode("utf-8", "replace").split())[:200]
            raise HubiaoError("pdf.libreoffice-failed", reason=reason or conversion.returncode)
        return made.read_bytes()


def _fontconfig(fonts: Path | None) -> str:
    """The system's fonts, the office's folder, and stand-ins for the standard's typefaces."""
    aliases = "".join(
        f"<alias binding='same'><family>{name}</family><accept><family>{substitute}</family></accept>"
        "</alias>"
        for name, substitute in _SUBSTITUTES.items()
    )
    office_fonts = f"<dir>{escape(str(fonts.resolve()))}</dir>" if fonts else ""
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>{office_fonts}{aliases}</fontconfig>"
    )
