"""A file that was uploaded and looked at, kept for the next step: nobody has to choose it twice."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.files.vault import vault_of

KEPT_SECONDS = 3600
"""Seconds for which an uploaded file waits for the next step of its form."""
_NAME = re.compile(r"[0-9a-f]{64}")


def keep_upload(settings: Settings, content: bytes) -> str:
    """Keep a file for an hour; gives the name under which it is found."""
    folder = _folder(settings)
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
    name = hashlib.sha256(content).hexdigest()
    vault_of(settings).write(folder / name, content, lasting=False)
    return name


def kept_upload(settings: Settings, name: str) -> bytes:
    """The file again. Raises BadInput when it was kept too long ago."""
    path = _folder(settings) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise BadInput("upload.expired")
    return vault_of(settings).read(path)


def discard_upload(settings: Settings, name: str) -> None:
    """Delete a kept file whose form is done; what is gone already is no fault."""
    if _NAME.fullmatch(name):
        (_folder(settings) / name).unlink(missing_ok=True)


def _folder(settings: Settings) -> Path:
    return settings.folder("cache/uploads")
