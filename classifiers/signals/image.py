"""Picture (商品图片): text that was read in it, with its cutting, and a registered logo found there.

A logo weighs in the score of a candidate whose words stand in the listing; where it stands alone it is
judged by `classifiers.elements.by_logo`.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.records import PictureLine, Signal

_READ, _LOGO = weight("image-text"), weight("logo")
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
            registered = f"（注册图样{logo.registered[:_HASH_DIGITS]}）" if logo.registered else ""
            why = (
                f"商品图片{logo.picture[:_HASH_DIGITS]}中出现与权利图形{registered}相符的图样"
                f"（{logo.agreeing}个特征点位置一致，逐点相似度{logo.likeness:.0%}）"
            )
            if candidate.matches:
                why += "，且文字中也出现该标识"
            yield Signal(
                kind="logo", field="image", span=(0, 0), text="", weight=_LOGO, explanation=why
            )
            return


def _line(candidate: Candidate, match: FieldMatch) -> PictureLine | None:
    """The line of a picture that holds the match."""
    return next((line for line in candidate.background.lines if match.text in line.text), None)
