"""The console's own secret: a random file in the data folder, made once, never a default."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from storage.errors import StoreUnavailable
from storage.settings import Settings

_BYTES = 32


def console_key(settings: Settings) -> bytes:
    """The key that form tokens are made with. Raises StoreUnavailable on a file that is damaged."""
    path = settings.folder("keys") / "console.key"
    try:
        _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise StoreUnavailable(f"cannot use the key {path}: {error.strerror}") from error
    if len(key) != _BYTES:
        raise StoreUnavailable(f"the key {path} is damaged: remove it and start again")
    return key


def _make(path: Path) -> None:
    if path.exists():
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
    try:
        os.link(partial, path)  # two processes that come first at once agree on one key
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def form_token(key: bytes, secret: str) -> str:
    """The token that forms of the browser with this cookie carry (against cross-site requests)."""
    return hmac.new(key, b"form:" + secret.encode(), hashlib.sha256).hexdigest()


def setup_code(key: bytes) -> str:
    """The code that `serve` prints at the first start: who sees the terminal may begin."""
    return hmac.new(key, b"setup", hashlib.sha256).hexdigest()[:12]
