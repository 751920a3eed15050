"""A profile tried in a process of its own: pages do not load the crawler, and a hang ends with it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from storage.base.errors import BadInput
from storage.base.settings import Settings

SECONDS = 60


def try_profile(settings: Settings, text: str, url: str | None) -> dict[str, Any]:
    """Read a profile strictly and, with `url`, on a page fetched for it; gives what was found.

    Raises BadInput with the words of `hubiao platform check`.
    """
    with tempfile.TemporaryDirectory(dir=settings.folder("cache")) as folder:
        file = Path(folder) / "profile.yml"
        file.write_text(text, "utf-8")
        asked = [sys.executable, "-m", "console", "platform", "check", str(file)]
        try:
            done = subprocess.run(
                [*asked, *(["--url", url] if url else [])],
                capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise BadInput(f"{SECONDS} 秒内没有取得页面，请换一个网址再试") from error
        if done.returncode != 0:
            words = done.stderr.strip().splitlines()[-1:] or ["没有说明原因"]
            raise BadInput(words[0].removeprefix("hubiao: ").replace(f"{file}: ", ""))
        return dict(json.loads(done.stdout)) if url else {"lines": done.stdout.splitlines()}
