"""The copy of a letter that LibreOffice sets from its DOCX, with stand-ins for the standard's typefaces."""

from __future__ import annotations

import os
import subprocess
import tempfile
from html import escape
from pathlib import Path

from storage.base.errors import HubiaoError

SECONDS = 120
"""Longest run of LibreOffice, chosen by hand: its longest conversion of a 300-listing annex took a
tenth of this."""
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_SUBSTITUTES = {
    "仿宋_GB2312": _SERIF,
    "方正小标宋简体": _SERIF,
    "楷体_GB2312": _SERIF,
    "宋体": _SERIF,
    "黑体": _SANS,
    "SimHei": _SANS,
}


def libreoffice_copy(packed: bytes, program: str, fonts: Path | None) -> bytes:
    """The PDF of a DOCX by the LibreOffice at `program`. Raises HubiaoError when it fails or hangs."""
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
