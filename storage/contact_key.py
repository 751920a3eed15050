"""The office's contact key (联系方式密钥): what the hashes of contacts are keyed with.

Without it nobody can try all telephone numbers against the stored hashes. Machines that share one
database need the same key, or their shops are not linked.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from storage.errors import StoreUnavailable
from storage.evidence.signing import KEY_FOLDER

_NAME = "contacts.key"
_BYTES = 32


def contact_key(home: Path) -> bytes:
    """The key of this data folder, made at first need. Raises StoreUnavailable."""
    path = home / KEY_FOLDER / _NAME
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreUnavailable(f"contact key {path}: {error.strerror}") from error
    if len(key) != _BYTES:
        raise StoreUnavailable(f"contact key {path} is not {_BYTES} bytes long")
    return key


def _make(path: Path) -> None:
    """Whole or not at all: of two processes that come first, one wins and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(scratch, path)
    except FileExistsError:
        pass
    finally:
        Path(scratch).unlink()
