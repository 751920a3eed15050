"""Rows of words (连写的词): a text without blanks, read as words of a list."""

from __future__ import annotations

from collections.abc import Container, Iterator


def parted(text: str, words: Container[str], longest: int) -> Iterator[tuple[int, int]]:
    """Where words of at most `longest` characters stand that all before them can be read up to: half-open spans in
    the order of their ends.

    Each beginning of the text is read once: ways of parting it double with each word that is two (星星).
    """
    reached = {0}
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            if start in reached and text[start:end] in words:
                reached.add(end)
                yield start, end
