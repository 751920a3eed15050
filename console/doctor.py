"""What this machine lacks, and how to mend it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    subject: Message
    passed: bool
    report: Message


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Try each thing for real: open the database, launch the browser, look for the fonts."""
    checks: tuple[tuple[str, Callable[[Settings], Message]], ...] = (
        ("doctor.data-folder", _check_folder),
        ("doctor.database", _check_database),
        ("doctor.browser", _check_browser),
        ("doctor.fonts", _check_fonts),
        ("doctor.front-end", _check_front_end),
        ("doctor.office-suite", _check_office_suite),
    )
    return tuple(_run_check(Message(code), check, settings) for code, check in checks)


def _run_check(
    subject: Message, check: Callable[[Settings], Message], settings: Settings
) -> Finding:
    try:
        return Finding(subject, True, check(settings))
    except HubiaoError as error:
        return Finding(subject, False, error.message)


def _check_folder(settings: Settings) -> Message:
    folder = settings.folder(".")
    gibibytes = shutil.disk_usage(folder).free / 2**30
    if gibibytes < 1:
        raise HubiaoError(
            "doctor.folder-full", folder=folder.resolve(), gibibytes=f"{gibibytes:.1f}"
        )
    return Message(
        "doctor.folder-free", {"folder": folder.resolve(), "gibibytes": f"{gibibytes:.0f}"}
    )


def _check_database(settings: Settings) -> Message:
    from storage.base.database import open_database

    database = open_database(settings)
    database.close()
    return _verbatim(database.engine.url.render_as_string(hide_password=True))


def _check_browser(_settings: Settings) -> Message:
    from crawler.browser.launch import find_browser

    return _verbatim(find_browser("full").path)


def _check_fonts(_settings: Settings) -> Message:
    if shutil.which("fc-list") is None:
        raise HubiaoError("doctor.no-fontconfig")
    families = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.split("\n")
    if not any(families):
        raise HubiaoError("doctor.no-fonts")
    return _verbatim(min(filter(None, families)))


def _check_front_end(_settings: Settings) -> Message:
    vendor = Path(__file__).with_name("static") / "vendor"
    names = sorted(path.name for path in vendor.glob("*.js"))
    if not names:
        raise HubiaoError("doctor.no-front-end")
    return _verbatim(", ".join(names))


def _check_office_suite(_settings: Settings) -> Message:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return _verbatim(program) if program else Message("doctor.weasyprint")


def _verbatim(text: object) -> Message:
    """What no language changes: a path, an address, names."""
    return Message("text", {"text": text})
