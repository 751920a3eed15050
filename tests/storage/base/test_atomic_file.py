from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.base.atomic_file import create_file, replacing, write_file


def test_of_those_who_create_one_file_at_once_one_wins_and_nothing_else_is_left(
    tmp_path: Path,
) -> None:
    path = tmp_path / "private" / "file"
    with ThreadPoolExecutor(8) as pool:
        contents = [bytes([number]) * 1000 for number in range(32)]
        created = list(pool.map(lambda data: create_file(path, data, private=True), contents))
    assert sum(created) == 1
    assert path.read_bytes() == contents[created.index(True)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_folders_name_is_no_file_to_write(name: str) -> None:
    with pytest.raises(IsADirectoryError):
        write_file(Path(name), b"")
    with pytest.raises(IsADirectoryError), replacing(Path(name)):
        pass
