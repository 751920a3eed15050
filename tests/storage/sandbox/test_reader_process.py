"""A reader of foreign bytes can use up, break or reach nothing but itself."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.base.errors import BadInput
from storage.sandbox.confinement import confinement
from storage.sandbox.launcher import ProgramLimits, run_confined
from storage.sandbox.reader_process import ReaderFailed, ReaderKilled, read_apart
from tests.storage.sandbox import readers

MEMORY, SECONDS = 256 * 2**20, 1
CONFINED = pytest.mark.skipif(
    not (confinement().network and confinement().files),
    reason="this kernel has no Landlock or no seccomp filters",
)


def test_what_a_reader_returns_comes_back_as_it_is() -> None:
    assert read_apart(readers.echo, b"\0" * 2**20, memory=MEMORY, seconds=SECONDS) == b"\0" * 2**20


@pytest.mark.parametrize("reader", [readers.hog, readers.spin, readers.crash])
def test_a_reader_without_end_is_ended(reader: Callable[[], object]) -> None:
    with pytest.raises(ReaderKilled):
        read_apart(reader, memory=MEMORY, seconds=SECONDS)
    assert read_apart(readers.echo, b"x", memory=MEMORY, seconds=SECONDS) == b"x"


def test_a_refusal_of_a_reader_is_the_callers() -> None:
    with pytest.raises(BadInput, match=r"读者\.txt"):
        read_apart(readers.refuse, memory=MEMORY, seconds=SECONDS)


def test_what_a_library_raises_is_named() -> None:
    with pytest.raises(ReaderFailed, match="ZeroDivisionError"):
        read_apart(readers.boom, memory=MEMORY, seconds=SECONDS)


def test_an_answer_cannot_name_what_is_to_be_called() -> None:
    with pytest.raises(ReaderKilled):
        read_apart(readers.trojan, memory=MEMORY, seconds=SECONDS)


def test_two_readers_at_once_do_not_disturb_each_other() -> None:
    answers: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda n=number: answers.append(
                read_apart(readers.echo, b"%d" % n, memory=MEMORY, seconds=SECONDS)
            )
        )
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [b"0", b"1", b"2", b"3", b"4", b"5"]


@pytest.fixture
def disk_path() -> Iterator[Path]:
    """A folder on a disk: a confined program may write to /dev/shm, where the tests' other files can be."""
    with tempfile.TemporaryDirectory(prefix="hubiao-confined-", dir="/var/tmp") as folder:
        yield Path(folder)


@CONFINED
def test_a_reader_has_no_network_and_no_file_of_anybody(disk_path: Path) -> None:
    (disk_path / "secret").write_text("秘密")
    assert read_apart(readers.network, memory=MEMORY, seconds=SECONDS) is False
    for path in (str(disk_path / "secret"), "/etc/passwd"):
        assert read_apart(readers.secret, path, memory=MEMORY, seconds=SECONDS) is False
    assert (
        read_apart(readers.write, str(disk_path / "new"), memory=MEMORY, seconds=SECONDS) is False
    )


@CONFINED
def test_a_program_sees_its_own_folder_and_nothing_else(disk_path: Path) -> None:
    folder, secret = disk_path / "folder", disk_path / "secret"
    folder.mkdir()
    secret.write_text("秘密")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        script = (
            f"cat {secret} > {folder}/copy; echo x > {disk_path}/outside; env > {folder}/env;"
            f" exec 3<>/dev/tcp/127.0.0.1/{port}"
        )
        run_confined(
            ["bash", "-c", script],
            ProgramLimits(memory=2**30, seconds=5, file_size=2**20),
            readable=[],
            writable=[folder],
            environment={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )
        with pytest.raises(TimeoutError):
            server.accept()
    assert (folder / "copy").read_text() == ""
    assert not (disk_path / "outside").exists()
    assert "HUBIAO" not in (folder / "env").read_text()


def test_a_program_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_confined(
            ["sh", "-c", "sleep 60 & sleep 60"],
            ProgramLimits(memory=2**30, seconds=1, file_size=2**20),
            readable=[],
            writable=[tmp_path],
            environment={"PATH": "/usr/bin:/bin"},
        )


def test_a_time_limit_that_a_library_sets_for_all_sockets_does_not_cut_a_file_short() -> None:
    limit = socket.getdefaulttimeout()
    socket.setdefaulttimeout(12.0)
    try:
        content = bytes(2**24)
        assert read_apart(readers.echo, content, memory=MEMORY, seconds=5) == content
    finally:
        socket.setdefaulttimeout(limit)
