from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.base.errors import StoreUnavailable
from storage.files.contact_key import contact_key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = contact_key(tmp_path)
    assert len(key) == 32
    assert contact_key(tmp_path) == key
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert contact_key(tmp_path / "other") != key


def test_all_who_come_first_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(contact_key, [tmp_path] * 32))
    assert len(keys) == 1


def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    contact_key(tmp_path)
    path = tmp_path / "keys" / "contacts.key"
    path.write_bytes(b"short")
    with pytest.raises(StoreUnavailable, match="32 bytes"):
        contact_key(tmp_path)
    assert path.read_bytes() == b"short"
