"""Position (使用位置): where the mark stands decides whether it is used as a mark.

局令79号 §22–25: stating an origin factually is presumptively fair; brand, title lead, shop name
are use as a mark.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.confusions.table import load_confusions
from classifiers.lexicon import load_lists
from classifiers.sighting import FieldMark, Sighting
from classifiers.signals.quote import field_name, quote_mark
from storage.records import Signal

BRAND, LEAD, TITLE, SHOP, IMAGE, TEXT, ORIGIN, PLACE_NAME, PLACE_HINT, OTHER_FIELD, MAKER = (
    "brand", "title-lead", "title", "shop", "image", "text", "origin", "place-name", "place-hint",
    "other", "maker",
)  # fmt: skip

WEIGHTS = {
    BRAND: 2.0,
    LEAD: 1.4,
    TITLE: 0.8,
    SHOP: 1.2,
    IMAGE: 0.8,
    TEXT: -1.5,
    ORIGIN: -2.5,
    PLACE_NAME: -2.8,
    PLACE_HINT: -0.3,
    OTHER_FIELD: -0.3,
    MAKER: -0.5,
}
_SAYS = {
    BRAND: "在{place}作为品牌使用，属商标性使用",
    LEAD: "位于标题开头，起识别来源作用",
    TITLE: "出现在标题中",
    SHOP: "用于店铺名称，易使人误认经营者与权利人有关",
    IMAGE: "出现在商品图片中",
    TEXT: "仅出现在{place}的叙述中",
    ORIGIN: "出现在{place}，属如实标注产地，推定为正当使用",
    PLACE_NAME: "作为地名使用（“{around}”），不是作为标识使用",
    PLACE_HINT: "后接“{after}”，可能是在说明产地",
    OTHER_FIELD: "出现在{place}",
    MAKER: "出现在{place}，系指生产者名称",
}
_LEAD_REACH = 4


def speak(sighting: Sighting) -> Iterator[Signal]:
    """One signal a kind of place, on the first find there."""
    seen = set()
    for mark in sighting.marks:
        where = position(sighting, mark)
        if where not in seen:
            seen.add(where)
            before, after = sighting.around(mark, 4)
            says = _SAYS[where].format(
                place=field_name(mark.field), around=before + mark.found.text + after, after=after
            )
            yield quote_mark("position", mark, WEIGHTS[where], f"“{mark.found.text}”{says}")


def position(sighting: Sighting, mark: FieldMark) -> str:
    """Which kind of place a find stands in."""
    if mark.field.startswith("attributes."):
        return _attribute(mark.field.removeprefix("attributes."))
    if mark.field == "location":
        return ORIGIN
    if mark.field in ("brand", "shop"):
        return BRAND if mark.field == "brand" else SHOP
    if mark.field == "operator.name":
        return MAKER
    if mark.field == "category":
        return OTHER_FIELD
    if is_place_name(sighting, mark):
        return PLACE_NAME
    if mark.field == "title":
        if any(sighting.around(mark, 4)[1].startswith(w) for w in load_lists("places")["hint"]):
            return PLACE_HINT
        return LEAD if _leads(sighting.field("title"), mark.found.span[0]) else TITLE
    return IMAGE if mark.field == "image_text" else TEXT


def _attribute(name: str) -> str:
    places = load_lists("places")
    if name in places["brand_attributes"]:
        return BRAND
    if name in places["origin_attributes"]:
        return ORIGIN
    return MAKER if name in places["maker_attributes"] else TEXT


def _leads(title: str, start: int) -> bool:
    """Whether the mark opens the title, or stands in brackets there."""
    before = title[:start]
    return sum(character.isalnum() for character in before) <= _LEAD_REACH


def is_place_name(sighting: Sighting, mark: FieldMark) -> bool:
    """Whether the words around make the mark a place (商标法 §59)."""
    places = load_lists("places")
    before, after = sighting.around(mark, 6)
    if any(_follows(after, word) for word in places["after"]):
        return True
    if _part_of_origin(sighting, mark) or _on_a_mountain(sighting, mark, before):
        return True
    return any(before.endswith(word) for word in places["before"] if len(word) > 1)


def _follows(after: str, word: str) -> bool:
    """Whether a place word follows; a single character must not begin another word (旗舰店)."""
    if not after.startswith(word):
        return False
    return len(word) > 1 or after[:2] not in load_confusions().words


def _part_of_origin(sighting: Sighting, mark: FieldMark) -> bool:
    """Whether the text repeats a longer place of origin that holds the mark (大青山北麓)."""
    text, (start, end) = sighting.field(mark.field), mark.found.span
    for name in load_lists("places")["origin_attributes"]:
        stated = sighting.field(f"attributes.{name}")
        place = stated.find(mark.found.text)
        if place >= 0 and len(stated) > len(mark.found.text):
            longer = text[max(0, start - place) : end - place + len(stated) - (end - start)]
            return longer == stated
    return False


def _on_a_mountain(sighting: Sighting, mark: FieldMark, before: str) -> bool:
    """Whether a short mark follows a mountain's or river's name at once (秦岭北麓)."""
    short = len(sighting.right.text) == 2 and mark.found.cost == 0
    return short and before.endswith(_NATURE) and before[-2:].isalnum() and len(before) >= 2


_NATURE = ("山", "岭", "河", "江", "湖")
