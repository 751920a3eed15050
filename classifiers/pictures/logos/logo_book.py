"""The rights' registered pictures prepared once (注册图样库): features are kept by the picture's hash.

Preparing takes some fifty milliseconds a picture, reading what was kept one. The files hold arrays
and no pickles; one that is damaged is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from classifiers.pictures.logos.logo_index import LogoIndex
from classifiers.pictures.logos.registered_logo import RegisteredLogo, registered_logo
from storage.base.atomic_file import replacing

METHOD = 2
"""Number of the way in which pictures are prepared: another one reads no file of an earlier one, and looks through
kept pictures again."""


def logo_index(pictures: Mapping[str, Sequence[bytes]], cache: Path | None = None) -> LogoIndex:
    """An index over the registered pictures, file bytes by right id; what cannot be opened or is too
    plain is left out. `cache` is the folder that keeps what was prepared."""
    rights: dict[str, list[str]] = defaultdict(list)
    contents: dict[str, bytes] = {}
    for right, of_right in pictures.items():
        for content in dict.fromkeys(of_right):
            sha256 = hashlib.sha256(content).hexdigest()
            contents[sha256] = content
            rights[sha256].append(right)
    logos = (
        _prepared(contents[sha256], sha256, tuple(rights[sha256]), cache) for sha256 in contents
    )
    return LogoIndex([logo for logo in logos if logo is not None])


def _prepared(
    content: bytes, sha256: str, rights: tuple[str, ...], cache: Path | None
) -> RegisteredLogo | None:
    if cache is None:
        return registered_logo(rights, content, sha256)
    path = cache / f"{sha256}-{METHOD}.npz"
    cached = _read(path, rights, sha256)
    if cached is not None:
        return cached
    logo = registered_logo(rights, content, sha256)
    if logo is not None:
        _keep(logo, path)
    return logo


def _read(path: Path, rights: tuple[str, ...], sha256: str) -> RegisteredLogo | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return RegisteredLogo(
                rights=rights,
                sha256=sha256,
                points=arrays["points"],
                packed_descriptors=arrays["descriptors"],
                grey=arrays["grey"],
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _keep(logo: RegisteredLogo, path: Path) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial, partial.open("wb") as file:
            np.savez(
                file,
                allow_pickle=False,
                points=logo.points,
                descriptors=logo.packed_descriptors,
                grey=logo.grey,
            )
