"""Running the browser's programs: tells a missing shared library from a missing program."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path

import playwright

from storage.base.errors import HubiaoError
from storage.base.message import message_of

_DRIVER_SECONDS = 30
"""Seconds that the driver may take to print its version; a loaded machine takes five."""
_LOADER = re.compile(r"error while loading shared libraries: ([^:\s]+):")
"""The line of ld.so(8), before it gives up with exit code 127."""
_PACKAGES = {"libatomic.so.1": "libatomic1"}
"""Library: the package of Debian and Ubuntu. Chromium's own libraries change name between
releases (libasound2, libasound2t64), so Playwright is asked for those."""


class MissingLibrary(HubiaoError):
    """A program is installed, but one of its shared libraries is missing."""

    def __init__(self, program: str, library: str) -> None:
        package = _PACKAGES.get(library)
        mend = f"apt-get install {package}" if package else "playwright install-deps chromium"
        super().__init__("browser.library", program=program, library=library, command=mend)
        self.library = library


def output_of(command: list[str], seconds: float) -> str:
    """What a program prints. Raises MissingLibrary, OSError, subprocess.SubprocessError."""
    completed = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds, env={**os.environ, "LC_ALL": "C"}
    )
    if completed.returncode and (line := _LOADER.search(completed.stderr)):
        raise MissingLibrary(command[0], line[1])
    completed.check_returncode()
    return completed.stdout


@cache
def check_driver() -> None:
    """Raises HubiaoError where Playwright's driver, a Node.js of its own, does not start."""
    bundled = Path(playwright.__file__).parent / "driver" / "node"
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH", str(bundled))
    try:
        output_of([node, "--version"], _DRIVER_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise HubiaoError("browser.driver", path=node, reason=message_of(error)) from error
