"""What killed commands left is cleared away, and nothing else."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from storage.base.settings import Settings
from storage.files.leftovers import clear_leftovers


def ended_process() -> int:
    """The number of a process that is gone."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_partial_files_of_dead_processes_go_and_all_else_stays(tmp_path: Path) -> None:
    gone, alive = ended_process(), os.getpid()
    stay = ("evidence/1.wacz", f"backups/.b.tar.gz.{alive}.part", "cache/tmpnew/x", "a.part")
    leave = (
        f"backups/.b.tar.gz.{gone}.part",
        f"evidence/1/.x.{gone}-77.part",
        f".restore.{gone}-1.part/home/keys/anchor",
        "cache/tmpold/hubiao.db",
    )
    for name in (*stay, *leave):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    yesterday = time.time() - 25 * 3600
    os.utime(tmp_path / "cache/tmpold", (yesterday, yesterday))
    assert clear_leftovers(Settings(home=tmp_path)) == len(leave)
    assert [name for name in stay if not (tmp_path / name).exists()] == []
    assert [name for name in leave if (tmp_path / name).exists()] == []


def test_on_a_shared_folder_only_old_ones_go(tmp_path: Path) -> None:
    path = tmp_path / f".x.{ended_process()}.part"
    path.write_bytes(b"x")
    shared = Settings(home=tmp_path, database_url="postgresql://db/hubiao")
    assert clear_leftovers(shared) == 0
    yesterday = time.time() - 25 * 3600
    os.utime(path, (yesterday, yesterday))
    assert clear_leftovers(shared) == 1
