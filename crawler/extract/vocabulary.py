"""Vocabularies (词表): words of many languages that readers look for, kept in YAML beside them.

    buy:
      says: a button that buys, or puts into the cart (购买、加入购物车)
      words:
        en: [buy\\s+(?:it\\s+)?now, add to cart]
        zh: [立即购买, 加入购物车]

A word is a regular expression; languages are BCP 47 codes, `all` for what has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Vocabulary:
    """The groups of one file."""

    groups: Mapping[str, Mapping[str, Sequence[str]]]
    """Name of the group → language → words, in the order of the file."""

    def words(self, *names: str) -> tuple[str, ...]:
        """The words of groups, each once, in the order of the file."""
        return tuple(
            dict.fromkeys(
                word for name in names for words in self.groups[name].values() for word in words
            )
        )

    def alternatives(self, *names: str) -> str:
        """The words of groups as one regular expression without a bracket around it."""
        return "|".join(self.words(*names))

    def pattern(self, *names: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        """What finds any word of groups in a text."""
        return re.compile(self.alternatives(*names), flags)

    def whole(self, *names: str) -> re.Pattern[str]:
        """What finds a text that is one word of groups, and nothing else."""
        return re.compile(rf"^(?:{self.alternatives(*names)})$", re.IGNORECASE)


def load_vocabulary(package: str, file: str) -> Vocabulary:
    """The vocabulary in a file of a package; raises KeyError for a group without words."""
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    return Vocabulary({name: group["words"] for name, group in document.items()})
