"""Raw pages as they came (原始网页留存): by content hash, compressed, each content once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import zstandard

from storage.files.vault import CLEAR, Vault

_LEVEL = 3
"""Level of zstd; 3 is its default."""


def keep_page(folder: Path, body: bytes, vault: Vault = CLEAR) -> str:
    """Store a body under its SHA-256 and return that; a known one is not written again."""
    digest = hashlib.sha256(body).hexdigest()
    target = folder / digest[:2] / f"{digest}.zst"
    if not target.exists():
        vault.write(target, zstandard.compress(body, _LEVEL), lasting=False)
    return digest


def read_kept(folder: Path, digest: str, vault: Vault = CLEAR) -> bytes:
    """A kept body. Raises OSError where there is none, StoreUnavailable without its key."""
    return zstandard.decompress(vault.read(folder / digest[:2] / f"{digest}.zst"))
