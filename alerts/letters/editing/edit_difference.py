"""What an edit in Word changed (修改对照): compiled and edited text, paragraph by paragraph."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alerts.letters.model.wording_text import sentences
from alerts.letters.render.docx_paragraphs import document_paragraphs

ALIKE = 0.5
"""Share of characters that two paragraphs have in common when one was made from the other; chosen by
hand."""


class EditChange(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a paragraph that stayed, went or came."""

    change: EditChange
    text: str


@dataclass(frozen=True, kw_only=True)
class ChangedParagraph:
    """One paragraph that the edit changed, deleted or inserted."""

    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """The compiled paragraph; empty for an inserted one."""
        return "".join(
            piece.text for piece in self.pieces if piece.change is not EditChange.INSERTED
        )

    @property
    def after(self) -> str:
        """The edited paragraph; empty for a deleted one."""
        return "".join(
            piece.text for piece in self.pieces if piece.change is not EditChange.DELETED
        )

    def marked(self) -> str:
        """As one line of plain text: 我局[-要求-]{+请+}贵平台."""
        marks = {
            EditChange.SAME: "{}",
            EditChange.DELETED: "[-{}-]",
            EditChange.INSERTED: "{{+{}+}}",
        }
        return "".join(marks[piece.change].format(piece.text) for piece in self.pieces)


def edit_difference(compiled: bytes, edited: bytes) -> tuple[ChangedParagraph, ...]:
    """The paragraphs in which an edited DOCX differs from the compiled one, in their order."""
    return changed_paragraphs(document_paragraphs(compiled), document_paragraphs(edited))


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> tuple[ChangedParagraph, ...]:
    """The paragraphs of the edited version that differ from the compiled ones, in their order."""
    changes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        ChangedParagraph(pieces=tuple(_pieces(old, new)))
        for tag, old_start, old_end, new_start, new_end in changes
        if tag != "equal"
        for old, new in _aligned(before[old_start:old_end], after[new_start:new_end])
    )


def changed_sentences(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The sentences of the edited paragraphs that the compiled ones do not print."""
    printed = set(_sentences(before))
    return tuple(dict.fromkeys(text for text in _sentences(after) if text not in printed))


def _sentences(paragraphs: Sequence[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from sentences(paragraph)


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each new paragraph beside the old one that it was made from; an empty text where there is none."""
    remaining = list(before)
    for text in after:
        place = next((n for n, old in enumerate(remaining) if _alike(old, text)), None)
        if place is None:
            yield "", text
            continue
        yield from ((old, "") for old in remaining[:place])
        yield remaining[place], text
        del remaining[: place + 1]
    yield from ((old, "") for old in remaining)


def _alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for tag, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Piece(change=EditChange.SAME, text=old[old_start:old_end])
            continue
        if old_start < old_end:
            yield Piece(change=EditChange.DELETED, text=old[old_start:old_end])
        if new_start < new_end:
            yield Piece(change=EditChange.INSERTED, text=new[new_start:new_end])
