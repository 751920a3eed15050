"""A real mailbox server for one user: Twisted's IMAP4 behind TLS on a free port, in a process of its
own (`imap_process.py`: a reactor runs once a process). The mailbox is a folder of `.eml` files; what was read is named
in `seen.txt` beside them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.certificate import make_certificate

USER, PASSWORD = "bounces@office.example", "geheim 密码".encode().hex()


@dataclass(frozen=True)
class RunningMailbox:
    """Where it answers, whom to trust, and the folder that it serves."""

    port: int
    authority: Path
    folder: Path

    def drop(self, name: str, raw: bytes) -> None:
        (self.folder / f"{name}.eml").write_bytes(raw)

    @property
    def seen_messages(self) -> set[str]:
        path = self.folder / "seen.txt"
        return set(path.read_text().split()) if path.exists() else set()


@contextmanager
def running_mailbox(folder: Path) -> Iterator[RunningMailbox]:
    """Serve the folder until the block ends."""
    authority, certificate, key = make_certificate(folder)
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.servers.imap_process",
            folder,
            certificate,
            key,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        yield RunningMailbox(port, authority, folder)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()
