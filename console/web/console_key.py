"""The console's own secret: a random file in the data folder, made once, never a default."""

from __future__ import annotations

import hashlib
import hmac

from storage.base.settings import Settings
from storage.files.key_file import own_key


def console_key(settings: Settings) -> bytes:
    """The key that form tokens are made with. Raises StoreUnavailable on a file that is damaged."""
    return own_key(settings.folder("keys"), "console.key")


def form_token(key: bytes, secret: str) -> str:
    """The token that forms of the browser with this cookie carry (against cross-site requests)."""
    return hmac.new(key, b"form:" + secret.encode(), hashlib.sha256).hexdigest()


def setup_code(key: bytes) -> str:
    """The code that `serve` prints at the first start: who sees the terminal may begin."""
    return hmac.new(key, b"setup", hashlib.sha256).hexdigest()[:12]


def cookie_name(key: bytes) -> str:
    """The name of this office's cookie: browsers send the cookies of one port to every port of a host, so that
    two offices on one server would sign people out of each other."""
    return f"hubiao-{hmac.new(key, b'cookie', hashlib.sha256).hexdigest()[:8]}"
