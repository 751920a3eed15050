"""Warning levels (预警等级): 红橙黄蓝 by score."""

from __future__ import annotations

from storage.records import Level

_BOUNDS = ((0.9, Level.RED), (0.85, Level.ORANGE), (0.7, Level.YELLOW))
"""Score from which a lead has a level; chosen by hand in 2026. What is open stays below orange
(classifiers.elements.judgement.HIGHEST_OPEN)."""


def level_of(score: float, *, lead: bool) -> Level:
    """The level of a lead; what is no lead has none. A lead below all bounds is blue."""
    if not lead:
        return Level.NONE
    return next((level for bound, level in _BOUNDS if score >= bound), Level.BLUE)
