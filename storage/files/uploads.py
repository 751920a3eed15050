"""A file that was uploaded and looked at, kept for the next step: nobody has to choose it twice."""

from __future__ import annotations

import hashlib
import re
import time
from contextlib import suppress
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.files.vault import vault_of

KEPT_SECONDS = 3600
"""Seconds for which an uploaded file waits for the next step of its form."""
_NAME = re.compile(r"[0-9a-f]{64}")


def keep_upload(settings: Settings, content: bytes) -> str:
    """Keep a file for an hour; gives the name under which it is found."""
    clear_expired_uploads(settings)
    name = hashlib.sha256(content).hexdigest()
    vault_of(settings).write(_folder(settings) / name, content, lasting=False)
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


def clear_expired_uploads(settings: Settings) -> None:
    """Delete the files whose form nobody went on with: at the next upload, and once a day."""
    for path in _folder(settings).iterdir():
        with suppress(FileNotFoundError):  # another process writes or clears here too
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()


def _folder(settings: Settings) -> Path:
    return settings.folder("cache/uploads")
