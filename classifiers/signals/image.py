"""Picture (商品图片): text that was read in it, with its cutting, and a registered logo found there.

A logo alone says little, since frames and badges look alike; it counts where the mark's words were
found too.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.signals.quote import quote_field, quote_match
from classifiers.signals.weights import weight
from storage.records import PictureLine, Signal

_READ, _LOGO = weight("image-text"), weight("image-logo")
_HASH_DIGITS = 12
"""Digits of a hash that name a cutting to a reader."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """At most one signal of text read in a picture, and one of a logo."""
    for match in candidate.matches:
        if match.field == "image_text" and (line := _line(candidate, match)):
            why = (
                f"在商品图片中识别出“{line.text.strip()}”（可信度{line.confidence:.0%}），"
                f"截图编号{line.crop[:_HASH_DIGITS]}，识别可能有误，请对照截图"
            )
            yield quote_match("image-text", match, _READ, why)
            break
    for logo in candidate.background.logos:
        if logo.right == candidate.right.id:
            why = (
                f"商品图片{logo.picture[:_HASH_DIGITS]}中出现与权利图形相符的图样"
                f"（{logo.agreeing}个特征点位置一致），且文字中也出现该标识"
            )
            yield quote_field("image-logo", candidate, candidate.closest.field, _LOGO, why)
            return


def _line(candidate: Candidate, match: FieldMatch) -> PictureLine | None:
    """The line of a picture that holds the match."""
    return next((line for line in candidate.background.lines if match.text in line.text), None)
