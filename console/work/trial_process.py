"""A profile tried in a process of its own: pages do not load the crawler, and a hang ends with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.settings import Settings

SECONDS = 60
"""Seconds for one trial; chosen by hand."""


def try_profile(
    settings: Settings, text: str, url: str, page: bytes | None = None
) -> dict[str, object]:
    """Read a profile on the page at `url`, fetched for it or handed in; returns what was read.

    Raises BadInput with the message of `hubiao platform check`, in Chinese.
    """
    with tempfile.TemporaryDirectory(dir=settings.folder("cache")) as folder:
        file = Path(folder) / "profile.yml"
        file.write_text(text, "utf-8")
        saved = Path(folder) / "page.html"
        if page is not None:
            saved.write_bytes(page)
        pages = [str(saved)] if page is not None else []
        command = ["platform", "check", str(file), *pages, "--url", url]
        return dict(json.loads(_run(settings, command, hidden=str(file))))


def try_learnt(settings: Settings, url: str) -> dict[str, object]:
    """What a crawl would read of this page by what was learnt, with the pieces of the page.

    Raises BadInput with the message of `hubiao platform learned`, in Chinese.
    """
    return dict(json.loads(_run(settings, ["platform", "learned", "--try", url])))


def change_learnt(settings: Settings, officer: str, host: str, options: list[str]) -> None:
    """Fix or free a field of a shop, or forget its templates, as an officer. Raises BadInput."""
    _run(settings, ["platform", "learned", host, *options, "--as", officer])


def try_api(settings: Settings, name: str) -> None:
    """Ask an open API once; what it answered is stored. Raises BadInput where it was not asked."""
    _run(settings, ["api", "try", name], told_by_output=True)


def _run(
    settings: Settings, command: list[str], hidden: str | None = None, told_by_output: bool = False
) -> str:
    """The output of a command in a process of its own; `hidden` is a path that no officer knows.

    `told_by_output`: a command that prints its answer has done its work, whatever its exit code.
    """
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "console", *command],
            capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
            env={**os.environ, **_same_office(settings), "HUBIAO_LANG": Language.CHINESE},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BadInput("profile-trial.timeout", seconds=SECONDS) from error
    if ended.returncode != 0 and not (told_by_output and ended.stdout):
        last_line = ended.stderr.strip().splitlines()[-1:]
        if not last_line:
            raise BadInput("profile-trial.no-reason")
        reason = (
            re.sub(rf"{re.escape(hidden)}[:：] *", "", last_line[0]) if hidden else last_line[0]
        )
        raise BadInput("text", text=reason.removeprefix("hubiao: "))
    return ended.stdout


def _same_office(settings: Settings) -> dict[str, str]:
    """The environment in which the process finds this office's folder and database."""
    place = {"HUBIAO_HOME": str(settings.home.absolute())}
    if settings.database_url:
        place["HUBIAO_DATABASE_URL"] = settings.database_url
    if settings.allow_addresses:
        place["HUBIAO_ALLOW_ADDRESSES"] = ",".join(settings.allow_addresses)
    return place
