"""Who owns a sign (标识归属): names of one undertaking in several spellings."""

from __future__ import annotations

import re

from classifiers.characters.folding import fold

_FORM = re.compile(r"(?:集团|股份|有限责任|有限|公司|总公司|总厂|总店|合作社)+$")
"""Legal forms at the end of a name (公司法, 农民专业合作社法)."""
_BRACKETS = re.compile(r"[()（）\s·]")


def is_same_owner(first: str, second: str) -> bool:
    """Whether two names are one undertaking's, its legal form and brackets left out."""
    return _core(first) == _core(second)


def _core(name: str) -> str:
    plain = _BRACKETS.sub("", fold(name))
    return _FORM.sub("", plain) or plain
