"""Many rows changed by one form (批量): each is changed or refused by itself, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from console.web.page_request import PageRequest
from storage.base.errors import HubiaoError
from storage.base.message import Language

Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True)
class Changes(Generic[Key]):
    """What became of each row."""

    changed: Sequence[Key]
    refused: Sequence[tuple[Key, str]]
    """(row, why) in Chinese."""


def change_each(
    request: PageRequest, keys: Iterable[Key], change: Callable[[Session, Key], object]
) -> Changes[Key]:
    """Call `change` on each row; what it raises refuses this row alone."""
    changed, refused = [], []
    for key in keys:
        try:
            with request.database.begin() as session:
                change(session, key)
        except HubiaoError as error:
            refused.append((key, error.text(Language.CHINESE)))
        else:
            changed.append(key)
    return Changes(changed=changed, refused=refused)


def ticked_leads(request: PageRequest) -> dict[str, str]:
    """Number and shown revision of each ticked lead, as the form sent them."""
    items = (str(item).partition(":") for item in request.form.getlist("lead"))
    return {number: revision for number, _, revision in items}
