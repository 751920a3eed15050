"""The vocabularies of the readers are well formed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

EXTRACT = Path(__file__).resolve().parents[3] / "crawler" / "extract"
FILES = sorted(EXTRACT.rglob("*.yml"))
PATTERNS = [file for file in FILES if file.name in ("words.yml", "element_names.yml")] + sorted(
    (EXTRACT / "kind").glob("*.yml")
)
"""Files whose words are regular expressions; those of the others are searched as they stand."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_group_says_what_its_words_mean(file: Path) -> None:
    for name, group in yaml.safe_load(file.read_text("utf-8")).items():
        assert group["says"], name
        assert group["words"], name


@pytest.mark.parametrize("file", PATTERNS, ids=lambda file: file.stem)
def test_every_word_is_a_pattern_that_stands_once_in_its_language(file: Path) -> None:
    for name, group in yaml.safe_load(file.read_text("utf-8")).items():
        for language, words in group["words"].items():
            assert len(set(words)) == len(words), (name, language)
            for word in words:
                assert isinstance(word, str), (name, word)
                assert not re.search(word, "", re.I), f"{name}: {word} matches nothing at all"
