"""No article number stands anywhere in the product but in the one table of provisions."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NUMBER = re.compile(r"第[零一二三四五六七八九十百千]+条(?!件|款)|(?:法|规定|典)\s*§\s*\d+")
"""第五十七条, 商标法 §57; 第三条件 is no article."""
PACKAGES = ("alerts", "classifiers", "console", "crawler", "storage")
SUFFIXES = {".py", ".yml", ".yaml", ".html", ".txt", ".js", ".json"}
TABLE = ROOT / "storage" / "law"
MIGRATIONS = ROOT / "storage" / "migrations"
"""What a past release stored is converted by the words it had."""
TEXTS_ABOUT_LAW = re.compile(r'"""[^"]*"""|#.*')
"""Docstrings and comments name the source of a rule, by article."""


def _product_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in SUFFIXES
        and not path.is_relative_to(TABLE)
        and not path.is_relative_to(MIGRATIONS)
        and "vendor" not in path.parts
        and "training" not in path.parts
    ]


def test_the_search_finds_a_number() -> None:
    assert NUMBER.search("依照商标法第五十七条处理")
    assert NUMBER.search("商标法 §57")
    assert len(_product_files()) > 500


@pytest.mark.parametrize("package", PACKAGES)
def test_no_string_of_the_product_holds_an_article_number(package: str) -> None:
    wrong = []
    for path in _product_files():
        if path.relative_to(ROOT).parts[0] != package:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".py", ".yml"}:
            text = TEXTS_ABOUT_LAW.sub("", text)
        wrong += [f"{path.relative_to(ROOT)}: {match[0]}" for match in NUMBER.finditer(text)]
    assert wrong == []


def test_no_word_template_holds_an_article_number() -> None:
    for path in sorted((ROOT / "alerts" / "letters" / "templates").glob("*.docx")):
        with zipfile.ZipFile(path) as packed:
            words = re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode("utf-8"))
        assert not NUMBER.findall(words), path.name
