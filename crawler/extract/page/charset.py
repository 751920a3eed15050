"""From bytes to text: the byte order mark, the header, the page's own meta, then detection.

Labels and their meaning follow the Encoding Standard (encoding.spec.whatwg.org) as w3lib reads it:
a page that says GB2312 nearly always means its superset GB18030 (GB 18030-2022), and Chinese shops
still send GBK without saying so, or under the name of another charset.

`w3lib.encoding.html_to_unicode` believes the header and then the page, also where the bytes are
plainly another charset (GBK declared as Big5, UTF-8 declared as windows-1252), and reads what
declares nothing as UTF-8, with replacement characters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding, to_unicode

_SAMPLE = 65_536
"""Bytes at the head of a page by which its charset is detected; chosen by hand."""
_LABELS = {
    label: charset
    for charset, labels in {
        b"utf-8": b"unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
        b"gb18030": b"x-gbk hz-gb-2312 csgb2312 gb_2312",
        b"cp949": b"windows-949 cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 ksc_5601",
        b"big5": b"cn-big5 x-x-big5",
        b"euc-jp": b"cseucpkdfmtjapanese x-euc-jp",
        b"cp874": b"dos-874 iso885911",
        b"iso-8859-2": b"iso88592",
        b"iso-8859-5": b"iso88595",
        b"iso-8859-6": b"csiso88596e csiso88596i iso-8859-6-e iso-8859-6-i",
        b"iso-8859-7": b"sun_eu_greek",
        b"iso-8859-8": b"csiso88598e csiso88598i iso-8859-8-e iso-8859-8-i visual logical",
        b"iso-8859-15": b"csisolatin9",
        b"koi8-r": b"koi koi8",
        b"koi8-u": b"koi8-ru",
        b"mac-roman": b"csmacintosh mac x-mac-roman",
        b"mac-cyrillic": b"x-mac-cyrillic x-mac-ukrainian",
        b"cp1252": b"iso88591 x-cp1252",
        **{b"cp%d" % page: b"x-cp%d" % page for page in (1250, 1251, *range(1253, 1259))},
    }.items()
    for label in labels.split()
}
"""Labels of the Encoding Standard (§4.2) that neither Python nor w3lib knows."""
_DECLARED = re.compile(
    rb"((?:charset|encoding)\s*=\s*[\"']?\s*)(" + b"|".join(_LABELS) + rb")(?![\w-])", re.I
)
"""Such a label where it is declared: looked for anywhere, so many would cost more than the parse."""
_DECLARING = (b"charset", b"encoding")
"""Words with which a declaration begins; a plain search for them costs a tenth of the pattern."""
_HEAD = 4096
"""Bytes in which a page's own declaration is looked for, as w3lib does."""
_NOT_ASCII = bytes(range(128, 256))
_BROKEN_SHARE = 20
"""A declared charset is believed up to one broken byte in so many that are not ASCII."""
_GB18030_FREQUENT = frozenset({*range(0xB0, 0xD8), 0xA1, 0xA3})
"""First bytes of level 1 of GB 2312-80 (frequent characters) and of its punctuation."""
_BIG5 = frozenset({"big5", "big5hkscs", "cp950"})
_BIG5_FREQUENT = frozenset(range(0xA1, 0xC7))
"""First bytes of Big5's frequent characters and of its punctuation."""
_FREQUENT_PERCENT = 70
"""Per cent of frequent characters from which a text is taken for Chinese; chosen by hand."""
_DETECTED = ["gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "cp1251", "cp1252", "utf-8"]
"""Charsets among which charset-normalizer chooses."""
_TAG = re.compile(rb"<[^>]{0,2000}>")


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a page and the charset it was read with (Python's name of it).

    `declared` is the charset of the Content-Type header. Never raises; the text holds no
    surrogates, so that it can be stored.

    >>> decode("面粉".encode("gbk"), "gb2312")
    ('面粉', 'gb18030')
    """
    marked, mark = read_bom(body)
    if marked is not None and mark is not None:
        return to_unicode(body[len(mark) :], marked), marked
    for charset in (_resolve(declared), _declared_inside(body)):
        if charset and (text := _decode_as(body, charset)) is not None:
            return text, charset
    detected = _detect(body)
    return to_unicode(body, detected), detected


def _declared_inside(body: bytes) -> str | None:
    """The charset of a meta element or an XML declaration.

    A declaration that can be read byte by byte is no UTF-16 (Encoding Standard, prescan).
    """
    charset = html_body_declared_encoding(_with_known_labels(body[:_HEAD]))
    return None if charset and charset.startswith(("utf-16", "utf-32")) else charset


def _with_known_labels(text: bytes) -> bytes:
    low = text.lower()
    if not any(_DECLARED.match(text, at) for word in _DECLARING for at in _places(low, word)):
        return text
    return _DECLARED.sub(lambda match: match[1] + _LABELS[match[2].lower()], text)


def _places(text: bytes, word: bytes) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _resolve(label: str | None) -> str | None:
    """Python's name of a charset by its label, None for labels that name none."""
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    try:
        charset = resolve_encoding(_LABELS.get(name.encode(), name.encode()).decode())
        codec = codecs.lookup(charset) if charset else None
    except (LookupError, ValueError):
        return None
    return charset if codec and getattr(codec, "_is_text_encoding", True) else None


def _decode_as(body: bytes, charset: str) -> str | None:
    """The text by a declared charset, or None when the bytes plainly say otherwise.

    A few broken bytes are normal in the wild; a page that is mostly broken was mislabelled.
    """
    if charset in _BIG5 and _is_mislabelled_gb18030(body, charset):
        return None
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        if charset != "utf-8" and _is_valid(body, "utf-8"):
            return None
        text = to_unicode(body, charset)
        count = len(body) - len(body.translate(None, _NOT_ASCII))
        return text if text.count("\ufffd") * _BROKEN_SHARE <= count else None
    except UnicodeError:
        return None
    return None if charset != "utf-8" and _is_mislabelled_utf8(body, charset) else text


def _is_mislabelled_gb18030(body: bytes, charset: str) -> bool:
    """Was a page of GBK declared as Big5?

    They share most byte pairs: what those spell decides, frequent characters in the one, rare
    ones in the other.
    """
    if not (_is_valid(body, "gb18030") and _mostly_frequent(body, "gb18030", _GB18030_FREQUENT)):
        return False
    return not _mostly_frequent(body, charset, _BIG5_FREQUENT)


def _is_mislabelled_utf8(body: bytes, charset: str) -> bool:
    """Was a page of UTF-8 declared as something else? Short texts fit both by chance."""
    if body.isascii() or not _is_valid(body, "utf-8"):
        return False
    if charset == "cp1252":
        return True
    # Beyond U+07FF a character takes three bytes, which another charset hardly ever lines up.
    return any(char > "\u07ff" for char in body[:_SAMPLE].decode("utf-8", "ignore"))


def _is_valid(body: bytes, charset: str) -> bool:
    """Can the head of the body be read without a broken byte?"""
    try:
        codecs.getincrementaldecoder(charset)().decode(body[:_SAMPLE])
    except UnicodeDecodeError:
        return False
    return True


def _detect(body: bytes) -> str:
    """UTF-8 where it is valid (it seldom is by chance), else GB18030 where valid, else detection."""
    if _is_valid(body, "utf-8"):
        return "utf-8"
    if _is_valid(body, "gb18030") and _mostly_frequent(body, "gb18030", _GB18030_FREQUENT):
        return "gb18030"
    import charset_normalizer

    best = charset_normalizer.from_bytes(body[:_SAMPLE], cp_isolation=_DETECTED).best()
    return (_resolve(best.encoding) if best else None) or "utf-8"


def _mostly_frequent(body: bytes, charset: str, first_bytes: frozenset[int]) -> bool:
    """Are most characters frequent ones, by their first byte? Other charsets hit those by chance."""
    sample = _TAG.sub(b" ", body[:_SAMPLE])
    characters = [char for char in sample.decode(charset, "replace") if char > "\x7f"]
    if not characters:
        return False
    pairs = (char.encode(charset, "replace") for char in characters)
    count = sum(len(pair) == 2 and pair[0] in first_bytes for pair in pairs)
    return count * 100 >= len(characters) * _FREQUENT_PERCENT
