"""What this machine lacks, and how to mend it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from storage.base.errors import HubiaoError
from storage.base.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    says: str


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Try each thing for real: open the database, launch the browser, look for the fonts."""
    trials: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("data folder", _folder),
        ("database", _database),
        ("browser", _browser),
        ("Chinese fonts", _fonts),
        ("front-end libraries", _front_end),
        ("documents to PDF", _office_suite),
    )
    return tuple(_try(what, trial, settings) for what, trial in trials)


def _try(what: str, trial: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(what, True, trial(settings))
    except HubiaoError as error:
        return Finding(what, False, str(error))


def _folder(settings: Settings) -> str:
    folder = settings.folder(".")
    free = shutil.disk_usage(folder).free / 2**30
    if free < 1:
        raise HubiaoError(f"{folder.resolve()} has {free:.1f} GiB left; make room")
    return f"{folder.resolve()}, {free:.0f} GiB free"


def _database(settings: Settings) -> str:
    from storage.base.database import open_database

    database = open_database(settings)
    database.close()
    return database.engine.url.render_as_string(hide_password=True)


def _browser(_settings: Settings) -> str:
    from crawler.browser.launch import find_browser

    return str(find_browser("full").path)


def _fonts(_settings: Settings) -> str:
    if shutil.which("fc-list") is None:
        raise HubiaoError("fontconfig is missing; install fontconfig and fonts-noto-cjk")
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.split("\n")
    if not any(listed):
        raise HubiaoError("no Chinese font; install fonts-noto-cjk")
    return min(filter(None, listed))


def _front_end(_settings: Settings) -> str:
    from pathlib import Path

    vendor = Path(__file__).with_name("static") / "vendor"
    if not any(vendor.glob("*.js")):
        raise HubiaoError("the console's libraries are missing; run 'make setup'")
    return ", ".join(sorted(path.name for path in vendor.glob("*.js")))


def _office_suite(_settings: Settings) -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or "by WeasyPrint, marked 阅读稿 (install libreoffice-writer for the office's own)"
