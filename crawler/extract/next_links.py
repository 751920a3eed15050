"""Links to the next part of a list (下一页): by their label, their relation, their title or an arrow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_NEXT_LABEL = re.compile(
    r"""
    ^\s*(?:
        next(?:\s+page)? | load\s+more | show\s+more | more\s+results           # English
      | 下一?[页頁] | 下页 | 后页 | 加载更多 | 查看更多 | 更多商品                     # Chinese
      | weiter | nächste(?:\s+seite)? | volgende                                # German, Dutch
      | suivante? | siguiente | avanti | successiv[oa] | próxim[oa]             # Romance languages
      | dalej | далее | следующая | 次へ | 次のページ | 다음
      | [›»→>] | &gt;
    )\s*[›»→>]*\s*$
    """,
    re.I | re.X,
)
LABEL_LENGTH = 40
"""Characters of a link's text that are its label."""
_NEXT_LENGTH = 40
"""Characters of a label that leads to the next part; the longest of these has twenty."""
_NEXT_NAME = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.I)
"""The class of an arrow without words."""
ARROW = "img,svg,i,span"
"""Elements in which the picture of an arrow may stand."""


def says_next(
    attributes: Mapping[str, str | None], label: str, has_arrow: Callable[[], bool]
) -> bool:
    """Does a link say that it leads to the next part of a list, by its label, its relation or its title?
    `has_arrow` says whether a picture stands in it."""
    if len(attributes) > 1:
        if not label.strip() and _NEXT_NAME.search(attributes.get("class") or ""):
            return has_arrow()
        if "rel" in attributes and "next" in (attributes["rel"] or "").lower().split():
            return True
        title = attributes.get("aria-label") or attributes.get("title")
        if title and _is_next_label(title[: 2 * _NEXT_LENGTH]):
            return True
    return _is_next_label(label)


@lru_cache(maxsize=4096)
def _is_next_label(label: str) -> bool:
    return len(label.strip()) <= _NEXT_LENGTH and bool(_NEXT_LABEL.match(label))
