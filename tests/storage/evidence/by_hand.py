"""The steps of docs/verify-by-hand.md by their fences: those on a new package, and those on an old one's renewals."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "verify-by-hand.md"


def blocks(fence: str) -> list[str]:
    """The blocks of commands under this fence, in their order."""
    return re.findall(rf"```{fence}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
