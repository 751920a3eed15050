"""The platform profiles that come with the program, as text: pages do not load the crawler."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def shipped_texts() -> dict[str, str]:
    """Name → YAML of every shipped profile."""
    spec = find_spec("crawler")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "platform" / "profiles"
    profiles = [path for path in sorted(folder.iterdir()) if path.suffix == ".yml"]
    return {path.stem: path.read_text("utf-8") for path in profiles}
