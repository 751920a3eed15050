"""The steps of docs/verify-by-hand.md, run as they stand there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.renewal.daily import renew
from storage.evidence.renewal.proof_checks import record_path
from tests.servers.timestamp_authority import TimestampAuthority
from tests.storage.evidence.by_hand import blocks
from tests.storage.evidence.conftest import Take


@pytest.fixture
def desk(
    tmp_path: Path,
    take: Take,
    settings: Settings,
    database: Database,
    authority: TimestampAuthority,
    request: pytest.FixtureRequest,
) -> Path:
    """A stranger's folder with the files that the document asks for.

    The package was stamped anew among as many others as the test says, two at first.
    """
    folder = tmp_path / "desk"
    folder.mkdir()
    package = take().package
    assert package is not None
    for number in range(getattr(request, "param", 2)):
        take(title=f"另一件示例商品 {number}")
    renew(database, settings)
    shutil.copy(package, folder / "package.wacz")
    shutil.copy(record_path(package), folder / "package.wacz.ers")
    (anchor,) = (settings.home / "trust").glob("*.pem")
    shutil.copy(anchor, folder / "office.pem")
    shutil.copy(authority.root, folder / "authority.pem")
    return folder


def follow(desk: Path, after_unpacking: str = "") -> subprocess.CompletedProcess[str]:
    steps = blocks("bash")
    assert len(steps) >= 6
    program = "\n".join(["set -euo pipefail", steps[0], after_unpacking, *steps[1:]])
    return subprocess.run(["bash", "-c", program], cwd=desk, capture_output=True, text=True)


@pytest.mark.parametrize("desk", [0, 1, 4], indirect=True)
def test_every_step_succeeds_on_an_untouched_package(desk: Path) -> None:
    outputs = follow(desk)
    assert outputs.returncode == 0, outputs.stdout + outputs.stderr
    assert "Verification: OK" in outputs.stdout + outputs.stderr
    assert "Time stamp:" in outputs.stdout


@pytest.mark.parametrize(
    "tampering",
    [
        "printf x >> evidence/page.html",
        "printf x >> archive/data.warc.gz",
        "sed -i s/li/wang/ evidence/manifest.json",
        "rm evidence/text.txt",
        "printf x > evidence/more.txt",
        "cp evidence/manifest.sig timestamps/1.tsr",
        "printf ' ' >> datapackage.json",
        "cp evidence/text.txt ../package.wacz",
    ],
)
def test_a_step_fails_on_a_package_that_was_changed(desk: Path, tampering: str) -> None:
    assert follow(desk, tampering).returncode != 0
