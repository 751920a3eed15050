"""A secret key in a file of the data folder: random, made once, readable by its owner only.

Nothing here has a default: a program without a key of its own does not start.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from storage.base.errors import StoreUnavailable
from storage.base.message import message_of

KEY_FOLDER = "keys"
"""Folder of the data folder that holds every key of the office."""
KEY_BYTES = 32
"""256 bits, the key size of AES-256 and HMAC-SHA-256."""


def own_key(folder: Path, name: str) -> bytes:
    """The key `name` of this folder, made at first need. Raises StoreUnavailable on a damaged one."""
    path = folder / name
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreUnavailable("key.unusable", path=path, reason=message_of(error)) from error
    if len(key) != KEY_BYTES:
        raise StoreUnavailable("key.damaged", path=path, size=KEY_BYTES)
    return key


def _make(path: Path) -> None:
    """Whole or not at all: of two processes that come first, one wins and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(scratch, path)
    except FileExistsError:
        pass
    finally:
        Path(scratch).unlink()
