"""A secret key in a file of the data folder: random, made once, readable by its owner only.

Nothing here has a default: a program without a key of its own does not start.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from storage.base.atomic_file import create_file
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
            create_file(path, secrets.token_bytes(KEY_BYTES), private=True)
        key = path.read_bytes()
    except OSError as error:
        raise StoreUnavailable("key.unusable", path=path, reason=message_of(error)) from error
    if len(key) != KEY_BYTES:
        raise StoreUnavailable("key.damaged", path=path, size=KEY_BYTES)
    return key
