"""A profile tried in a process of its own: pages do not load the crawler, and a hang ends with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.settings import Settings

SECONDS = 60
"""Seconds for one trial; chosen by hand."""


def try_profile(settings: Settings, text: str, url: str | None) -> dict[str, object]:
    """Read a profile strictly and, with `url`, on a page fetched for it; returns what was read.

    Raises BadInput with the message of `hubiao platform check`, in Chinese.
    """
    with tempfile.TemporaryDirectory(dir=settings.folder("cache")) as folder:
        file = Path(folder) / "profile.yml"
        file.write_text(text, "utf-8")
        command = [sys.executable, "-m", "console", "platform", "check", str(file)]
        try:
            ended = subprocess.run(
                [*command, *(["--url", url] if url else [])],
                capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
                env={**os.environ, "HUBIAO_LANG": Language.CHINESE},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise BadInput("profile-trial.timeout", seconds=SECONDS) from error
        if ended.returncode != 0:
            last_line = ended.stderr.strip().splitlines()[-1:]
            if not last_line:
                raise BadInput("profile-trial.no-reason")
            # The officer knows no file: she sees the text of the profile in the form.
            reason = re.sub(rf"{re.escape(str(file))}[:：] *", "", last_line[0])
            raise BadInput("text", text=reason.removeprefix("hubiao: "))
        return dict(json.loads(ended.stdout)) if url else {"lines": ended.stdout.splitlines()}
