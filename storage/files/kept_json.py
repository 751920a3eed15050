"""Small files of JSON in the data folder: what is to outlive the process that wrote it."""

from __future__ import annotations

import json
from typing import Any

from storage.base.atomic_file import write_file
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings


def keep_json(settings: Settings, name: str, content: object) -> None:
    """Write the file. Raises StoreUnavailable."""
    path = settings.folder(".") / name
    try:
        write_file(path, json.dumps(content, ensure_ascii=False).encode(), lasting=False)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=message_of(error)) from error


def kept_json(settings: Settings, name: str) -> Any:
    """What the file holds. Raises OSError, ValueError where it is no JSON."""
    return json.loads((settings.home / name).read_text("utf-8"))
