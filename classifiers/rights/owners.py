"""Who owns a sign (标识归属): names of one undertaking in several spellings."""

from __future__ import annotations

import re

from classifiers.characters.folding import fold
from storage.records import OtherOwner, Right, RightHolder

_FORM = re.compile(r"(?:集团|股份|有限责任|有限|公司|总公司|总厂|总店|合作社)+$")
"""Legal forms at the end of a name (公司法, 农民专业合作社法)."""
_BRACKETS = re.compile(r"[()（）\s·]")


def is_same_owner(first: str, second: str) -> bool:
    """Whether two names are one undertaking's, its legal form and brackets left out."""
    return _core(first) == _core(second)


def owners_besides_holder(right: Right, holder: RightHolder | None) -> tuple[OtherOwner, ...]:
    """The signs of others in a right's record; an entry that names the holder itself counts for nothing:
    nobody needs another's leave for the own mark."""
    if holder is None:
        return right.other_owners
    return tuple(
        owner for owner in right.other_owners if not is_same_owner(owner.owner, holder.name)
    )


def _core(name: str) -> str:
    plain = _BRACKETS.sub("", fold(name))
    return _FORM.sub("", plain) or plain
