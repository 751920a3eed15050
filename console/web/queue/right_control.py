"""权利: the control of a form that looks a right up; a name typed without a script is looked up by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.tables import RightRow
from storage.views.queue.right_suggestions import RightSuggestion, suggest_rights

_MOST = 20
"""Rights offered where a typed name is none; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class RightControl:
    """What the control holds, and what it perhaps means."""

    value: str
    """The id of the chosen right, or what was typed."""
    text: str
    """The mark of the chosen right; empty where none is chosen."""
    suggestions: Sequence[RightSuggestion] = ()
    """What was perhaps meant, where the value is no right."""

    @property
    def is_unknown(self) -> bool:
        return bool(self.value) and not self.text

    @property
    def meant(self) -> str | None:
        """The id of the only right that was perhaps meant."""
        return self.suggestions[0].id if len(self.suggestions) == 1 else None


def right_control(session: Session, value: str) -> RightControl:
    """The control for a value of the URL."""
    row = session.get(RightRow, value) if value else None
    if row is not None or not value:
        return RightControl(value=value, text=row.text if row else "")
    suggestions = suggest_rights(session, value, limit=_MOST)
    same = [right for right in suggestions if right.text == value]
    return RightControl(value=value, text="", suggestions=same or suggestions)
