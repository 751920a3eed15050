"""What of this machine's means to confine a process works (隔离): asked once, and told by the doctor."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.sandbox.file_access import landlock_version, restrict_files
from storage.sandbox.syscall_filter import refuse_network

SYSTEM_FILES = tuple(
    Path(name)
    for name in (
        *("/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/nix/store"),
        *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
        *(
            "/etc/libreoffice",
            "/etc/localtime",
            "/etc/mime.types",
            "/etc/nsswitch.conf",
            "/etc/alternatives",
        ),
        *("/var/cache/fontconfig", "/var/lib/fonts"),
        # Debian's LibreOffice keeps its bundled extensions here, and starts with none of them unread.
        *("/var/lib/libreoffice", "/var/spool/libreoffice"),
        *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
    )
)
"""What a program needs of a system, and nothing that anybody wrote."""
DEVICES = (Path("/dev/null"), Path("/dev/zero"), Path("/dev/shm"))  # noqa: S108  a device's place
"""What a program may write to besides its own folder."""


@dataclass(frozen=True, kw_only=True)
class Confinement:
    """Whether a process can be kept off the network and off the disk."""

    network: bool
    files: bool


@cache
def confinement() -> Confinement:
    """What works here, tried in a child of its own, so that this process stays as it is."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        outcome = b"00"
        try:
            outcome = b"%d%d" % (refuse_network(), landlock_version() > 0)
        finally:
            os.write(writing, outcome)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        outcome = answer.read()
    os.waitpid(child, 0)
    return Confinement(network=outcome[:1] == b"1", files=outcome[1:] == b"1")


def confine(
    readable: tuple[Path, ...],
    writable: tuple[Path, ...] = (),
    sockets: tuple[Path, ...] = (),
) -> None:
    """Keep this process off the network and off all files but these and the system's, as far as the
    kernel can; for good."""
    refuse_network()
    restrict_files((*SYSTEM_FILES, *readable), (*DEVICES, *writable), sockets)
