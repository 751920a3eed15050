"""登录状态: what a browser kept after an officer signed in to a platform by hand, sealed.

Cookies of a person's account are as good as a password: they lie encrypted in the data folder
(`storage/files/sealed_secrets.py`), one file a platform, and no password is ever asked for or seen.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from storage.base.atomic_file import write_file
from storage.base.errors import BadInput, StoreUnavailable
from storage.files.sealed_secrets import seal, unseal

_FOLDER = "sign-ins"
_NAME = re.compile(r"[\w][\w.-]{0,63}", re.ASCII)


@dataclass(frozen=True)
class SignInState:
    """Cookies and storage of a sign-in: JSON as Playwright writes and reads it, which nothing else looks into."""

    text: str = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether the platform gave the browser nothing to keep."""
        state = json.loads(self.text)
        return not (state.get("cookies") or state.get("origins"))


def keep_sign_in(home: Path, platform: str, state: SignInState) -> None:
    """Store or replace a platform's sign-in, whole or not at all. Raises StoreUnavailable."""
    path = _path(home, platform)
    try:
        sealed = seal(home, state.text)
        write_file(path, sealed.encode("ascii"), private=True)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=error) from error


def load_sign_in(home: Path, platform: str) -> SignInState | None:
    """The browser state of a platform's sign-in, if one is kept. Raises StoreUnavailable."""
    path = _path(home, platform)
    try:
        sealed = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreUnavailable("file.unreadable", path=path, reason=error) from error
    return SignInState(unseal(home, sealed))


def forget_sign_in(home: Path, platform: str) -> bool:
    """Remove a platform's sign-in. Returns whether there was one."""
    path = _path(home, platform)
    existed = path.exists()
    path.unlink(missing_ok=True)
    return existed


def _path(home: Path, platform: str) -> Path:
    if not _NAME.fullmatch(platform):
        raise BadInput("platform.bad-name", platform=platform)
    return home / _FOLDER / f"{platform}.sealed"
