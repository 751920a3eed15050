"""Finding a Chromium that really starts, and starting it behind the guard.

Looked for in this order: the one that the office named, the distribution's package, a Chrome that
is there, Playwright's own. Each is **launched to be believed**: Ubuntu's `chromium` is a stub, and
`playwright install` can fail with exit code 0. A shared library that is missing is named.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawler.browser.programs import MissingLibrary, check_driver, output_of
from storage.base.errors import BadInput, HubiaoError

Kind = Literal["full", "shell"]
"""full: a whole Chromium, for evidence; shell: the headless shell, twice as fast, for crawling."""

_NAMES: dict[Kind, tuple[str, ...]] = {
    "full": ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "shell": ("chromium-headless-shell", "chrome-headless-shell", "headless_shell"),
}
_PLAYWRIGHT: dict[Kind, str] = {
    "full": "chromium-*/chrome-linux*/chrome",
    "shell": "chromium_headless_shell-*/chrome-*/*headless*shell",
}
_LAUNCH_SECONDS = 30
"""Seconds that a browser may take to load an empty page; a loaded machine takes ten."""

_ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-pings",
    "--hide-scrollbars",
    # One process a page, so that frames of other sites are recorded with it; each page has a
    # context of its own, without any credentials that a frame could steal.
    "--disable-site-isolation-trials",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    # Push messages would register at android.clients.google.com, which no page asked for and which
    # the manifest would name as refused.
    "--gcm-checkin-url=about:blank",
    "--gcm-registration-url=about:blank",
    # What does not speak HTTP would go round the proxy.
    "--disable-quic",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class FoundBrowser:
    """A Chromium that was seen to start."""

    path: str
    kind: Kind
    version: str
    """As it names itself, e.g. "Chromium 140.0.7339.80"."""


@cache
def find_browser(kind: Kind = "full", named: str | None = None) -> FoundBrowser:
    """A Chromium that starts here; the other kind where there is none of this one.

    `named` is the office's own choice and then the only one tried.
    Raises HubiaoError, saying what to install, where none starts or Playwright's driver does not.
    """
    check_driver()
    second_choice: Kind = "shell" if kind == "full" else "full"
    incomplete: list[HubiaoError] = []
    for candidate_kind in (kind, second_choice):
        for path in [named] if named else _candidates(candidate_kind):
            try:
                version = _version_if_it_starts(path)
            except MissingLibrary as error:
                incomplete.append(error)
                continue
            if version is not None:
                return FoundBrowser(path=path, kind=candidate_kind, version=version)
        if named:
            raise (*incomplete, HubiaoError("browser.named", path=named))[0]
    raise (*incomplete, HubiaoError("browser.none"))[0]


def _candidates(kind: Kind) -> Iterator[str]:
    for name in _NAMES[kind]:
        if (path := shutil.which(name)) is not None:
            yield path
    store = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    for program in sorted(Path(store).expanduser().glob(_PLAYWRIGHT[kind]), reverse=True):
        if os.access(program, os.X_OK):
            yield str(program)


def _version_if_it_starts(path: str) -> str | None:
    with tempfile.TemporaryDirectory(prefix="hubiao-browser-") as profile:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        try:
            document = output_of([path, *arguments, "--dump-dom", "about:blank"], _LAUNCH_SECONDS)
            version = output_of([path, "--version"], _LAUNCH_SECONDS)
        except (OSError, subprocess.SubprocessError):
            return None
    return version.strip() or "Chromium" if "<html" in document else None


@cache
def sandbox_wanted(setting: str) -> bool:
    """Whether Chromium keeps its sandbox, from the setting auto | on | off.

    Chromium refuses its sandbox to root, so auto gives it up there, with one warning line.
    """
    if setting not in ("auto", "on", "off"):
        raise BadInput("browser.sandbox-setting", value=setting)
    if setting != "auto":
        return setting == "on"
    if os.geteuid() == 0:
        log.warning("browser sandbox is off because this runs as root; use an unprivileged user")
        return False
    return True


def launch_failure(browser: FoundBrowser, sandbox: str) -> HubiaoError:
    """The error where a browser that starts with default options does not start with ours."""
    if sandbox_wanted(sandbox):
        return HubiaoError("browser.sandbox", path=browser.path)
    return HubiaoError("browser.gone", path=browser.path)


def launch_options(
    browser: FoundBrowser, *, door_url: str, sandbox: str = "auto"
) -> dict[str, Any]:
    """What Playwright's `chromium.launch` is given, so that all traffic goes through the guard."""
    return {
        "executable_path": browser.path,
        "headless": True,
        "chromium_sandbox": sandbox_wanted(sandbox),
        "args": list(_ARGUMENTS),
        # Without "<-loopback>" Chromium goes to loopback addresses directly.
        "proxy": {"server": door_url, "bypass": "<-loopback>"},
        # The browser runs foreign code: it gets none of our settings and secrets.
        "env": {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")},
    }
