"""Small files of JSON in the data folder: what is to outlive the process that wrote it."""

from __future__ import annotations

import json
import math
from datetime import datetime
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
    """What the file holds. Raises OSError, ValueError where it is no JSON, or a number in it is none that counts."""
    text = (settings.home / name).read_text("utf-8")
    return json.loads(text, parse_float=_finite, parse_constant=_finite)


def kept_moment(stored: object) -> datetime:
    """A moment as `isoformat` wrote it. Raises ValueError where it is none, or has no zone."""
    moment = datetime.fromisoformat(str(stored))
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no finite number")
    return number
