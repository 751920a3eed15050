"""Chinese typefaces on this machine, as fontconfig knows them."""

from __future__ import annotations

import subprocess
from functools import cache


@cache
def typefaces() -> tuple[str, ...]:
    """Font files with Chinese glyphs, in the order of their names."""
    fontconfig = subprocess.run(
        ["fc-list", ":lang=zh-cn", "file"], check=True, capture_output=True, text=True
    )
    return tuple(sorted({line.strip().rstrip(":") for line in fontconfig.stdout.splitlines()}))
