"""Whether a package is small enough for the office that gets it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from console.web.route import MAX_UPLOAD
from storage.base.message import Language
from storage.transfers.package_size import BY_PAGE, package_remark, size_remark


def test_a_package_that_is_small_only_while_it_is_packed_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("evidence/1.wacz", bytes(129 * 2**20))
    remark = package_remark(path)
    assert remark is not None
    assert remark.code == "hand-in.unreceivable"


def test_the_sender_is_told_what_the_receiver_cannot_take_in() -> None:
    assert size_remark(BY_PAGE, 10) is None
    assert BY_PAGE < MAX_UPLOAD
    by_command, unreceivable = size_remark(BY_PAGE + 1, 10), size_remark(129 * 2**20, 10)
    assert by_command is not None
    assert by_command.code == "hand-in.by-command"
    assert unreceivable is not None
    assert unreceivable.code == "hand-in.unreceivable"
    many = size_remark(1, 2001)
    assert many is not None
    assert many.code == "hand-in.too-many-files"
    assert "129 MB，超过" in unreceivable.text(Language.CHINESE)
