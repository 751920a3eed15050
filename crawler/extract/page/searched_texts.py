"""What was found in short texts (已搜文字), kept for all pages of a process: each text is searched once.

The pages of one shop repeat most of their texts (menus, labels, buttons) and of the names of their
elements; only what no earlier page held is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Finding = TypeVar("Finding")
_MOST_CHARACTERS = 2_000_000
"""Characters of one generation of texts, each text counted as `_TEXT_COST` more: some 4 MB. Of two
generations the older one goes; chosen by hand."""
_TEXT_COST = 100
"""Characters that a text counts beyond its own: its place in the table takes about so many bytes."""


class SearchedTexts(Generic[Finding]):
    """What `search` finds in texts: from many texts, each once, the finding of each in order."""

    def __init__(
        self,
        search: Callable[[Sequence[str]], Sequence[Finding]],
        most_characters: int = _MOST_CHARACTERS,
    ) -> None:
        self._search = search
        self._most_characters = most_characters
        self.forget()

    def forget(self) -> None:
        """Search every text anew, since there is more to be found."""
        self._recent: dict[str, Finding] = {}
        self._older: dict[str, Finding] = {}
        self._size = 0

    def of(self, texts: Sequence[str]) -> list[Finding]:
        """The finding of each text, in order."""
        recent, older = self._recent, self._older
        try:
            return [recent[text] for text in texts]  # as on most pages of a shop
        except KeyError:
            pass
        missing = dict.fromkeys([text for text in texts if text not in recent])
        if missing:
            recent |= {text: older[text] for text in missing if text in older}
            fresh = [text for text in missing if text not in recent]
            recent |= dict(zip(fresh, self._search(fresh), strict=True))
            self._size += sum(map(len, missing)) + len(missing) * _TEXT_COST
        findings = [recent[text] for text in texts]
        if self._size > self._most_characters:
            self._recent, self._older, self._size = {}, recent, 0
        return findings
