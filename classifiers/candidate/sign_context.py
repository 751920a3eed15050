"""Context of a sign (标识的上下文): what the words around a match make of it.

The same characters are a mark (光明 酸奶), a word of the language (光明大道), a material (鳄鱼纹), a denial
(非库尔勒香梨). Every answer is read from the field in which the match stands; none decides alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from classifiers.candidate.field_reading import FieldReading
from classifiers.candidate.position_kinds import ends_in_goods
from classifiers.candidate.word_cuts import word_gain
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold, is_chinese_character
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.lexicon import load_lists
from classifiers.goods.ordinary_words import is_spoken
from classifiers.goods.words import goods_lexicon

if TYPE_CHECKING:
    from classifiers.candidate.candidate import Candidate, FieldMatch

_REACH = 8
"""Characters before and behind a match that are read; chosen by hand."""
_DENIED = re.compile(
    r"(?:非|不是|并非|区别于|不同于|不含|无|假|胜似|未用|拒绝)(?:正宗|普通|传统|进口)?$"
)
_DENIED_BEHIND = re.compile(
    r"^(?:品牌|公司|官方)?(?:没有任何关系|毫无关系|没有关系|无任何关联|无关|无关联)"
)
_COMPARED_BEFORE = re.compile(
    r"(?:媲美|堪比|不输|胜过|超越|超过|品质超|赛过|赶超|完胜|碾压|优于|强过|高于|不亚于|不逊于|平替|代替|替代|类似"
    r"|仿|像|比|比(?:对照|起|照|市售|一般)|相比|较|同|对标|接近|近似|参照|秒杀|吊打|不到|不及|好过|形似|神似|酷似|貌似)$"
)
_COMPARED_BEHIND = re.compile(
    r"^(?:\S{0,4}同\S{0,3}(?:等级|级别|品质|规格|工艺|水平)|的?(?:同款|同品质|同级|平替|替代|代替|类似))"
)


def _near(side: str) -> str:
    """The words before or after the name of a place near which something lies, as alternatives."""
    return "|".join(sorted(load_lists("places")[f"near_{side}"], key=len, reverse=True))


_SOURCE_BEFORE = re.compile(
    r"(?:装配|搭载|内含|采用|选用|配备|产地|原产地|产自|产于|来自|源自|源于|出自|取自|采自|嫁接|位于|原料|基地|发货地"
    rf"|{_near('before')})[:：]?(?:中国)?$"
)
_PLACE_BEHIND = re.compile(
    r"^(?:省|市|县|区|旗(?!舰)|盟|州|镇|乡|村|屯|山区|地区|产区|产地|原产|一带|境内|本地|当地|特产|土特产|农家|直发|发货|产|同城|鲜花"
    rf"|{_near('after')})"
)
_LIKENESS_BEHIND = re.compile(
    r"^(?:色|纹|皮|绒|毛|味|香|粉色|图案|印花|造型|形|状|型|元素|主题|花瓣|系(?!列)|口味|风味|卡通|公仔|玩偶|款|的?(?:风格|风|式|款式|味道))"
)
_PURPOSE_BEFORE = re.compile(
    r"(?:适用于?|适合|支持|适配|通用|兼容|配套?|用于|可用|for|For|FOR|专用|替换|维修|改装|替代|代替|可接入|可放|可装)[:：]?(?:\d[\d.~-]*\s?[A-Za-z\u5bf8\u7801]{0,2}\s)?$"
)
_PURPOSE_BEHIND = re.compile(
    "(?:适用|适配|通用|兼容|专用|配件|零件|备件|附件|替换|保护[套壳膜]|贴膜|钢膜|水膜|凝膜|壳|表带|支架|主板|电源板|逻辑板|屏幕总成"
    "|电池|充电器|滤芯|耗材|遥控器|维修|防尘罩|收纳|内胆包|挂机罩|空调罩|刀头|刀座|墨盒|硒鼓)"
)
"""Each begins with a character of its own, so that most of a title is passed over at once."""


class SignContext(NamedTuple):
    """How one match reads in its field; each number lies in 0..1."""

    denied: float
    compared: float
    source_before: float
    place_behind: float
    likeness: float
    purpose_before: float
    purpose_behind: float
    first: float
    """At the head of the title, promotion left out."""
    depth: float
    """Where it begins, as a share of the field."""
    stands_free: float
    """Whether blanks, brackets or the ends of the field close it off on both sides."""
    touches: float
    """Whether other Chinese characters touch it on both sides."""
    goods_behind: float
    """Whether a word for goods follows at once."""
    latin_beside: float
    """Whether a Latin word stands beside it, as brands are written twice (耐克NIKE)."""
    latin_slash: float
    """Whether a slash or a bracket parts it from that word (Apple/苹果)."""
    goods_inside: float
    """Whether what was matched is not the mark itself and ends in a word for goods (今日油条)."""
    other_name_first: float
    """Whether another name opens the title, as the seller's own brand does (友臣 金丝肉松饼)."""
    word_gain: float
    """How much better the words around read with the match as a word of its own than without, −1..1."""
    sought: float
    """Whether it stands in a row of names or before 爆款, as sellers list what buyers search for."""
    named: float
    """Whether 牌 behind it says that it is a brand, or a maker is called by it, which is no word of the
    language: 有限公司 or 监制 behind it, its trade between."""
    series: float
    """Whether it names a line of goods or a flavour: 系列, 味 behind it."""
    fitted: float
    """Whether it stands, alone or in a row of models, before 通用 or behind 适用于, no goods between."""


def _is_packed(before: str, after: str) -> bool:
    """Whether goods of the mark are what something is for: 装 + mark + 用; not 盒装, nor 用心."""
    return bool(_HOLDS.search(before) and _IN_USE.match(after))


_HOLDS = re.compile("(?<![盒袋罐瓶箱桶散听精简组套])[装盛放]$")
_IN_USE = re.compile("用(?![心料途户法量])")


def context_of(candidate: Candidate, match: FieldMatch) -> SignContext:
    """The context of one match."""
    reading = candidate.facts.reading(match.field)
    text = reading.text
    start, end = match.span
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    near_before, near_after = before[-1:], after[:1]
    return SignContext(
        denied=float(_is_denied(before, text[end : end + 12])),
        compared=float(bool(_COMPARED_BEFORE.search(before) or _COMPARED_BEHIND.match(after))),
        source_before=float(bool(_SOURCE_BEFORE.search(before))),
        place_behind=float(bool(_PLACE_BEHIND.match(after)) and not ends_in_goods(text[start:end])),
        likeness=float(bool(_LIKENESS_BEHIND.match(after))),
        purpose_before=float(bool(_PURPOSE_BEFORE.search(before)) or _is_packed(before, after)),
        purpose_behind=float(bool(_PURPOSE_BEHIND.search(text[end : end + 30]))),
        first=float(match.field == "title" and start <= reading.promotion_end),
        depth=start / max(len(text), 1),
        stands_free=float(not near_before.isalnum() and not near_after.isalnum()),
        touches=float(is_chinese_character(near_before) and is_chinese_character(near_after)),
        goods_behind=float(_goods_follow(text[end : end + 6])),
        latin_beside=float(bool(_LATIN_BESIDE.search(before) or _LATIN_BESIDE_AFTER.match(after))),
        latin_slash=float(bool(_LATIN_SLASH.search(before) or _LATIN_SLASH_AFTER.match(after))),
        goods_inside=float(match.cost > 0 and ends_in_goods(candidate.matched_text(match))),
        other_name_first=_other_name_first(candidate),
        word_gain=word_gain(text, start, end),
        sought=float(match.field == "title" and _is_sought(reading, start, end, candidate)),
        named=float(bool(_NAMED_BEHIND.match(after)) or _names_maker(match, text)),
        series=float(bool(_SERIES_BEHIND.match(after))),
        fitted=float(_is_fitted(text[max(0, start - _ROW) : start], text[end : end + _ROW])),
    )


def _is_fitted(before: str, behind: str) -> bool:
    """Whether the sign only names what the goods fit: 苹果oppo小米华为vivo安卓通用, 适用于美的格力."""
    fits = _FITS_BEHIND.match(behind) if _FITS.search(behind) else None
    if fits and not goods_lexicon().find(fits[1]):
        return True
    fits = _FITS_BEFORE.search(before)
    return fits is not None and not goods_lexicon().find(fits[1])


_ROW = 24
"""Characters before and behind a sign in which models are named in a row; chosen by hand."""
_FITS = re.compile("通用|适用|适配|兼容|均可用|都能用")
_FITS_BEHIND = re.compile(rf"((?:[^\W_]|[\s/、,+.-])*?)(?:{_FITS.pattern})")
_FITS_BEFORE = re.compile(r"(?:适用于?|适配|兼容|通用于)[:：]?((?:[^\W_]|[\s/、,+.-])*)$")


def _is_denied(before: str, behind: str) -> bool:
    """Whether the sign is denied, by itself or as one of several places (非烟台洛川)."""
    if _DENIED.search(before) or _DENIED_BEHIND.match(behind):
        return True
    several = _DENIED_PLACES.search(before)
    return several is not None and "".join(load_gazetteer().named_in(several[1])) == several[1]


_DENIED_PLACES = re.compile(r"非([\u4e00-\u9fff]{2,6})$")

_LATIN_BESIDE = re.compile(r"[A-Za-z]{3,}\W?$")
_LATIN_BESIDE_AFTER = re.compile(r"^\W?[A-Za-z]{3,}")
_LATIN_SLASH = re.compile(r"[A-Za-z]{2,}[/／（(]$")
_LATIN_SLASH_AFTER = re.compile(r"^[/／（(][A-Za-z]{2,}")


def _goods_follow(after: str) -> bool:
    return len(after) > 1 and goods_lexicon().begins(after, least=2)


def _other_name_first(candidate: Candidate) -> float:
    """Whether the first word of the title, closed off by a blank, is a name (`FieldReading.first_name`) and no
    piece of the mark."""
    span = candidate.facts.reading("title").first_name
    if span is None:
        return 0.0
    of_the_mark = any(
        match.field == "title" and match.span[0] < span[1] and span[0] < match.span[1]
        for match in candidate.matches
    )
    return float(not of_the_mark)


_NAMED_BEHIND = re.compile(r"^(?:品牌|牌(?![子匾坊楼照号位九技汽]))")
_SERIES_BEHIND = re.compile(
    r"^(?:[A-Za-z]{0,8}\s?(?:系列(?!色)|series)|[口风]?味(?!道))", re.IGNORECASE
)
_COMPANY_BEHIND = re.compile(
    r"(?:[（(][\u4e00-\u9fff]{2,6}[)）])?[\u4e00-\u9fff]{0,8}?(?:有限(?:责任)?公司|株式会社|集团公司|[监監][制製])"
)


def _names_maker(match: FieldMatch, text: str) -> bool:
    """Whether a maker is called by the sign; companies of anybody bear a word that is in everybody's mouth."""
    if is_spoken(fold(match.form)):
        return False
    return _COMPANY_BEHIND.match(text, match.span[1]) is not None


_SOUGHT_BEHIND = re.compile(r"^(?:爆款|网红|热搜|热卖|断货王)")


def _is_sought(reading: FieldReading, start: int, end: int, candidate: Candidate) -> bool:
    if _SOUGHT_BEHIND.match(reading.text[end : end + 3]):
        return True
    return _is_listed(reading, (start, end), candidate)


_LEAST_LISTED = 3
"""Names beside a sign that make a row of it; chosen by hand."""
_NAME_LENGTH = range(2, 5)


def _is_listed(reading: FieldReading, span: tuple[int, int], candidate: Candidate) -> bool:
    """Whether the words next to the sign, parted from it by blanks or commas, are names too: other marks of
    the book, or no words of the language, of goods or of a place."""
    words = reading.words
    if span not in words or len(words) <= _LEAST_LISTED:
        return False
    place, parted = list(words).index(span), list(words.values())
    marks = candidate.other_marks_of_title
    names = 0
    for side in (parted[place + 1 :], parted[:place][::-1]):
        for word in side:
            if word not in marks and not _is_name(word):
                break
            names += 1
    return names >= _LEAST_LISTED


def _is_name(word: str) -> bool:
    if word.isascii():
        return word.isalpha()
    folded, words = fold(word), load_confusions().words
    pairs = (folded[start : start + 2] for start in range(len(folded) - 1))
    return (
        len(word) in _NAME_LENGTH
        and all(map(is_chinese_character, word))
        and all(words.get(pair, -1) < _COMMON_NAME for pair in pairs)
        and not goods_lexicon().find(folded)
        and not load_gazetteer().leading(folded)
    )


_COMMON_NAME = 2
"""Rank (0..9) from which a word of two characters is no piece of a name; chosen by hand."""
