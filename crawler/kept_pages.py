"""Raw pages as they came (原始网页留存): by content hash, compressed, each content once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import zstandard

_LEVEL = 3


def keep_page(folder: Path, body: bytes) -> str:
    """Store a body under its SHA-256 and return that; a known one is not written again."""
    digest = hashlib.sha256(body).hexdigest()
    target = folder / digest[:2] / f"{digest}.zst"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        partial.write_bytes(zstandard.compress(body, _LEVEL))
        partial.replace(target)
    return digest


def read_kept(folder: Path, digest: str) -> bytes:
    """A kept body. Raises OSError where there is none."""
    return zstandard.decompress((folder / digest[:2] / f"{digest}.zst").read_bytes())
