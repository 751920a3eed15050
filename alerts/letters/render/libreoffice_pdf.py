"""The copy of a letter that LibreOffice sets from its DOCX, with stand-ins for the standard's typefaces.

It sees the system, the typefaces and the folder of this one letter, and no network (storage.sandbox); nothing
of this program's environment is handed to it. Where the kernel can confine no process (`hubiao doctor` says
so), what a letter may refer to is held by `storage.intake_gate.docx_parts` alone.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from html import escape
from pathlib import Path

from storage.base.errors import HubiaoError
from storage.sandbox.launcher import ProgramLimits, run_confined

SECONDS = 60
"""Processor time of LibreOffice, chosen by hand: its longest conversion of a 300-listing annex took a
fifth of this."""
LIMITS = ProgramLimits(memory=4 * 2**30, seconds=SECONDS, file_size=512 * 2**20)
"""Chosen by hand: it maps some 1.5 GiB of address space before it opens a letter."""
_SOCKETS = Path("/tmp")  # noqa: S108  compiled into LibreOffice
"""Where LibreOffice makes the socket by which a second one would find the first."""
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that does not answer (the discard port), for a kernel without filters."""
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
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": folder,
            "TMPDIR": folder,
            "FONTCONFIG_FILE": str(setup),
            "SAL_USE_VCLPLUGIN": "svp",
            **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "ALL_PROXY"), _NOWHERE),
        }
        suite = Path(program).resolve().parent.parent
        try:
            conversion = run_confined(
                command,
                LIMITS,
                readable=[suite, Path(program).parent, *([fonts.resolve()] if fonts else [])],
                writable=[Path(folder)],
                sockets=[_SOCKETS],
                environment=environment,
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
