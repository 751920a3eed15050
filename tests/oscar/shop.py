"""A running django-oscar shop and what a complete crawl of it must find."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.oscar.goods import Good, goods


@dataclass(frozen=True, kw_only=True)
class OscarShop:
    """Where the shop is and what it sells.

    Every page exists under /zh-hans/, /en-gb/ and /de/, linked from each footer; the same good
    under three prefixes is one good, known by its UPC (shown in the page's table).
    """

    base_url: str
    """E.g. http://127.0.0.1:40123, no slash at the end."""
    goods: tuple[Good, ...]
    languages: tuple[str, ...] = ("zh-hans", "en-gb", "de")

    @property
    def start_url(self) -> str:
        return f"{self.base_url}/zh-hans/catalogue/"

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(good.title for good in self.goods)


@contextmanager
def running_shop(folder: Path) -> Iterator[OscarShop]:
    """Serve the shop from a process of its own on a free port."""
    (folder / "media").mkdir()
    root = Path(__file__).parents[2]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.oscar.settings",
        "OSCAR_SHOP_FOLDER": str(folder),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oscar.serve", "0"],
        cwd=root, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.strip().isdigit(), "the shop did not start; its error is above"
        yield OscarShop(base_url=f"http://127.0.0.1:{line.strip()}", goods=tuple(goods()))
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()
