"""加密存放: files that hold personal data, which an office may keep encrypted.

With `HUBIAO_VAULT_KEY` evidence, attachments, letters, kept pictures and kept pages are AES-256-GCM
under a key that lies in a file of its own, best on another medium: whoever carries these files away
reads nothing (个人信息保护法 §51: 加密). What a package says when it is handed out is not touched by
this; what was written before in clear stays readable, and `hubiao evidence encrypt` converts it.
Without the key nothing can be read again, so it belongs into the safe and not only onto the disk.
The database and the local mailbox are not covered: the disk's own encryption is for them.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from storage.base.atomic_file import is_partial, write_file
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.files.key_file import own_key

FOLDERS = ("evidence", "attachments", "notices", "pictures", "pages")
_MARK = b"HUBIAO-VAULT-1\n"
_ESCAPE = b"HUBIAO-CLEAR-1\n"
"""Written before an unencrypted file whose first bytes are those of an encrypted one, as a
stranger's picture may."""
_NONCE = 12
"""Bytes of the nonce that AES-GCM asks for (NIST SP 800-38D)."""


@dataclass(frozen=True, kw_only=True)
class Vault:
    """Writes and reads files, encrypted where there is a key."""

    key: bytes | None = None

    def write(self, path: Path, data: bytes, *, lasting: bool = True) -> None:
        """The file is there whole or not at all, `lasting` also after a power cut. Raises OSError."""
        write_file(path, _plain(data) if self.key is None else self._closed(data), lasting=lasting)

    def read(self, path: Path) -> bytes:
        """The plain bytes of a file, stored encrypted or not. Raises OSError, StoreUnavailable without its key."""
        data = path.read_bytes()
        if not data.startswith(_MARK):
            return data.removeprefix(_ESCAPE)
        return self._opened(path, data[len(_MARK) :])

    def open(self, path: Path) -> BinaryIO:
        """A file in clear to read from; one that lies in clear is not taken into memory.

        Raises as `read` does.
        """
        return io.BytesIO(self.read(path)) if _is_marked(path) else path.open("rb")

    def _closed(self, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE)
        return _MARK + nonce + AESGCM(self.key or b"").encrypt(nonce, data, _MARK)

    def _opened(self, path: Path, closed: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self.key is None:
            raise StoreUnavailable("vault.no-key", path=path)
        try:
            return AESGCM(self.key).decrypt(closed[:_NONCE], closed[_NONCE:], _MARK)
        except (InvalidTag, ValueError):
            raise StoreUnavailable("vault.closed", path=path) from None


def _plain(data: bytes) -> bytes:
    return _ESCAPE + data if data.startswith((_MARK, _ESCAPE)) else data


CLEAR = Vault()


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings, its key made at first need. Raises StoreUnavailable."""
    if settings.vault_key is None:
        return CLEAR
    return Vault(key=own_key(settings.vault_key.parent, settings.vault_key.name))


def is_encrypted(path: Path) -> bool:
    """Whether a file lies encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def _is_marked(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MARK)) in (_MARK, _ESCAPE)


def encrypt_all(settings: Settings) -> int:
    """Encrypt what still lies in clear, file by file; how many. May be run again at any moment.

    Raises StoreUnavailable.
    """
    vault = vault_of(settings)
    try:
        return sum(_convert(vault, path) for path in _files(settings))
    except OSError as error:
        raise StoreUnavailable("vault.not-encrypted", reason=message_of(error)) from error


def _files(settings: Settings) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((settings.home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not is_partial(path.name):
                yield path


def _convert(vault: Vault, path: Path) -> bool:
    if is_encrypted(path):
        return False
    mode = path.stat().st_mode
    vault.write(path, vault.read(path))
    path.chmod(mode & 0o777)
    return True
