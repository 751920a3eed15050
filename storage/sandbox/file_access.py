"""A view of the disk that holds only what a process needs, by Landlock (landlock(7), Linux 5.13 and later).

Any user may ask for it, in a container or not; it holds for all that the process starts.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls, the same on every architecture."""
_SET_NO_NEW_PRIVILEGES = 38
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE, _CONTROL = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
"""Rights on files that each version of the interface knows; from 5 on those up to `_CONTROL`."""
_ALL_RIGHTS = (1 << 16) - 1
_SOCKETS = 1 << 9 | 1 << 5
"""Making local sockets, and removing files."""
_TCP = 0b11
"""Binding and connecting TCP, from version 4 on."""


def landlock_version() -> int:
    """The version of the kernel's interface; 0 where there is none."""
    number: int = ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, _VERSION)
    return max(number, 0)


def restrict_files(
    readable: Iterable[Path], writable: Iterable[Path] = (), sockets: Iterable[Path] = ()
) -> bool:
    """Leave this process what lies under these paths; paths that do not exist are passed over. In folders
    of `sockets` it may make local ones and remove what is its user's, and read or write nothing.

    Returns whether the kernel does it.
    """
    version = landlock_version()
    if not version:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    handled = _RIGHTS.get(version, _ALL_RIGHTS)
    attributes = struct.pack("QQ", handled, _TCP) if version >= 4 else struct.pack("Q", handled)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, handled & (_EXECUTE | _READ | _LIST))
        for path in writable:
            _allow(libc, ruleset, path, handled)
        for path in sockets:
            _allow(libc, ruleset, path, _SOCKETS)
        if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            return False
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _EXECUTE | _WRITE | _READ | _TRUNCATE | _CONTROL
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
