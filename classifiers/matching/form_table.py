"""The forms in which characters may be replaced (近似底表), as numbers, and what each character tells for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np

from classifiers.characters.alphabet import (
    SIZE,
    character_numbers,
    characters,
    likeness_steps,
)


class FormTable:
    """Chinese and mixed forms in columns; the i-th row of each array belongs to the i-th of them."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """`forms`: (number of the form, its folded text), by number; those the alphabet does not hold are left out."""
        indexed = [(number, text) for number, text in forms if _can_be_near(text)]
        self.written = [text for _, text in indexed]
        self.numbers = np.array([number for number, _ in indexed], dtype=np.int32)
        """int32 of shape (forms,): the number of each among all forms."""
        self.length = np.array([len(text) for text in self.written], dtype=np.int32)
        """int32 of shape (forms,): characters."""
        self.longest = max(map(len, self.written), default=0)
        self.texts = np.zeros((len(indexed), self.longest), dtype=np.int32)
        """int32 of shape (forms, longest): character numbers (`alphabet`), 0 behind the end."""
        for place, text in enumerate(self.written):
            self.texts[place, : len(text)] = character_numbers(text)
        used = np.unique(self.texts)
        self.bits = np.zeros((len(used), SIZE), dtype=np.uint8)
        """uint8 of shape (characters in use, SIZE): steps that each character tells (`alphabet`)."""
        for row, number in enumerate(used):
            if number:
                self.bits[row] = likeness_steps(characters()[number - 1])
        self.rows = np.searchsorted(used, self.texts).astype(np.int32)
        """int32 of shape (forms, longest): the row of `bits` of each character."""

    def up_to(self, number: int) -> FormTable:
        """The table of the forms with a smaller number, which share the rows of `bits`."""
        count = int(np.searchsorted(self.numbers, number))
        part = copy(self)
        part.written, part.numbers, part.length = (
            self.written[:count],
            self.numbers[:count],
            self.length[:count],
        )
        part.longest = max(map(len, part.written), default=0)
        part.texts, part.rows = (
            self.texts[:count, : part.longest],
            self.rows[:count, : part.longest],
        )
        return part


def _can_be_near(text: str) -> bool:
    """Whether all is known to the alphabet and some of it is Chinese."""
    return len(text) > 1 and not text.isascii() and bool(character_numbers(text).all())
