"""A browser is believed when it was seen to start; what stands in for one is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.browser import launch
from crawler.browser.launch import find_browser, launch_options, sandbox_wanted
from crawler.browser.programs import MissingLibrary, check_driver
from storage.base.errors import BadInput, HubiaoError


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """What is found is kept for the process; each test looks anew."""
    find_browser.cache_clear()
    check_driver.cache_clear()
    sandbox_wanted.cache_clear()
    yield
    find_browser.cache_clear()
    check_driver.cache_clear()
    sandbox_wanted.cache_clear()


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


STUB = "echo 'please install the snap' >&2; exit 0"
REAL = 'case "$*" in *--version*) echo Chromium 1.2;; *) echo "<html></html>";; esac'


def test_a_stub_that_starts_nothing_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "chromium", STUB)
    real = program(tmp_path, "google-chrome", REAL)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    browser = find_browser("full")
    assert (browser.path, browser.version) == (str(real), "Chromium 1.2")


def test_playwrights_own_is_the_last_one_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store" / "chromium-1200" / "chrome-linux64"
    folder.mkdir(parents=True)
    bundled = program(folder, "chrome", REAL)
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setattr(launch, "_NAMES", {"full": (), "shell": ()})
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "store"))
    assert find_browser("shell").path == str(bundled)


def test_without_any_browser_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "chromium", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(HubiaoError, match="install the package 'chromium'"):
        find_browser("full")


LACKING = (
    "echo 'x: error while loading shared libraries: {}: cannot open shared object file: No such"
    " file or directory' >&2; exit 127"
)


def test_a_missing_library_is_told_from_a_missing_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = program(tmp_path, "chromium", LACKING.format("libnss3.so"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(launch, "_NAMES", {"full": ("chromium",), "shell": ()})
    message = f"{lacking} lacks the shared library libnss3.so: as root, run 'playwright install-dep"
    with pytest.raises(MissingLibrary, match=message):
        find_browser("full")
    with pytest.raises(MissingLibrary, match=message):
        find_browser("full", str(lacking))


def test_a_browser_that_is_whole_is_preferred_to_one_that_lacks_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "chromium", LACKING.format("libnss3.so"))
    real = program(tmp_path, "google-chrome", REAL)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert find_browser("full").path == str(real)


def test_a_driver_that_does_not_start_is_named_with_the_package_that_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = program(tmp_path, "node", LACKING.format("libatomic.so.1"))
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    with pytest.raises(
        MissingLibrary, match=r"libatomic\.so\.1: as root, run .apt-get install liba"
    ):
        find_browser("full")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(tmp_path / "absent"))
    with pytest.raises(HubiaoError, match=r"driver .*absent does not start"):
        find_browser("full")


def test_a_named_browser_is_the_only_one_tried(tmp_path: Path) -> None:
    stub = program(tmp_path, "mine", STUB)
    with pytest.raises(HubiaoError, match="mine does not start"):
        find_browser("full", str(stub))


def test_the_sandbox_is_given_up_for_root_alone_and_with_one_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert [sandbox_wanted("auto"), sandbox_wanted("auto")] == [False, False]
    assert len(caplog.records) == 1
    assert sandbox_wanted("on")
    sandbox_wanted.cache_clear()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert sandbox_wanted("auto")
    assert not sandbox_wanted("off")
    with pytest.raises(BadInput, match="HUBIAO_BROWSER_SANDBOX"):
        sandbox_wanted("maybe")


def test_the_browser_gets_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUBIAO_SMTP_PASSWORD", "made-up-pw")
    browser = launch.FoundBrowser(path="/x", kind="full", version="1")
    options = launch_options(browser, door_url="http://127.0.0.1:1", sandbox="off")
    assert not [name for name in options["env"] if name.startswith("HUBIAO")]
    assert options["proxy"] == {"server": "http://127.0.0.1:1", "bypass": "<-loopback>"}
