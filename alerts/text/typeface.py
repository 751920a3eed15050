"""A typeface of this machine with Chinese letters, found through fontconfig."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATTERN = "Noto Sans CJK SC:lang=zh-cn"
"""Debian's fonts-noto-cjk; fontconfig offers its nearest where that is absent."""
_INSTANCE_BITS = 16
"""fontconfig counts a variable font's named instance above the face's place in its file."""


@dataclass(frozen=True, kw_only=True)
class Typeface:
    """A font file, and the face's place in it."""

    path: Path
    index: int


@cache
def chinese_typeface() -> Typeface | None:
    """The typeface for words in figures; None where the machine has no Chinese one."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    answer = subprocess.run(
        [program, "-f", "%{file}\n%{index}\n%{lang}", PATTERN],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    # fontconfig always offers some font: one that cannot write Chinese would draw empty boxes.
    file, _, details = answer.stdout.partition("\n")
    index, _, languages = details.partition("\n")
    if answer.returncode or "zh-cn" not in languages.split("|") or not index.isdigit():
        return None
    return Typeface(path=Path(file), index=int(index) % 2**_INSTANCE_BITS)
