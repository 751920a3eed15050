"""密封: secrets that have to be read again (TOTP seeds, webhook keys) are stored encrypted.

The key lies in the data folder and not in the database, so that a copy of the database alone signs
nobody in and signs no message. Fernet: AES-128-CBC with HMAC-SHA-256.
"""

from __future__ import annotations

import base64
from pathlib import Path

from storage.base.errors import StoreUnavailable
from storage.files.key_file import KEY_FOLDER, own_key

_NAME = "sealing.key"


def seal(home: Path, secret: str) -> str:
    """What may be stored of a secret. Raises StoreUnavailable without a usable key."""
    from cryptography.fernet import Fernet

    return Fernet(_key(home)).encrypt(secret.encode()).decode("ascii")


def unseal(home: Path, sealed: str) -> str:
    """The secret again. Raises StoreUnavailable when it was sealed with another key."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_key(home)).decrypt(sealed).decode()
    except (InvalidToken, ValueError) as error:  # ValueError: a text that is no token at all
        raise StoreUnavailable("key.other-key", path=home / KEY_FOLDER / _NAME) from error


def _key(home: Path) -> bytes:
    return base64.urlsafe_b64encode(own_key(home / KEY_FOLDER, _NAME))
