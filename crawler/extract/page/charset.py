"""From bytes to text: the byte order mark, the header, the page's own meta, then detection.

Chinese shops still send GBK without saying so, and a page that says GB2312 nearly always means
its superset GB18030 (GB 18030-2022), so that every name of the family is read as the superset.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,30})""", re.I)
_HEAD = 4096
_SAMPLE = 65536
_GB = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "hz-gb-2312", "gb_2312-80"})
_WEB = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_HIGH = bytes(range(128, 256))
_GB_DAILY = frozenset({*range(0xB0, 0xD8), 0xA1, 0xA3})
"""First bytes of GB2312's level 1 and of its marks."""
_BIG5 = frozenset({"big5", "big5hkscs", "cp950"})
_BIG5_DAILY = frozenset(range(0xA1, 0xC7))
"""First bytes of Big5's frequently used characters and of its marks."""
_TABLES = ["gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "cp1251", "cp1252", "utf-8"]


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a page and the charset it was read with; never raises, never gives surrogates."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    for label in (declared, _named_inside(body)):
        known = _known(label)
        if known and (text := _believed(body, known)) is not None:
            return text, known
    detected = _detected(body)
    return body.decode(detected, "replace"), detected


def _named_inside(body: bytes) -> str | None:
    head = body[:_HEAD]
    found = _META.search(head) or _XML.search(head)
    name = found[1].decode("ascii", "replace") if found else None
    # A name that could be read byte by byte is no UTF-16, whatever it says (WHATWG Encoding).
    return None if name and name.lower().startswith(("utf-16", "utf-32")) else name


def _known(label: str | None) -> str | None:
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    if name in _GB:
        return "gb18030"
    try:
        found = codecs.lookup(_WEB.get(name, name))
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _believed(body: bytes, name: str) -> str | None:
    """The text by a declared charset, or None when the bytes plainly say otherwise.

    A few broken bytes are normal in the wild; a page that is mostly broken was mislabelled.
    """
    if name in _BIG5 and _is_gb(body, name):
        return None
    try:
        text = body.decode(name)
    except UnicodeDecodeError:
        if name != "utf-8" and _reads(body, "utf-8"):
            return None
        text = body.decode(name, "replace")
        high = len(body) - len(body.translate(None, _HIGH))
        return text if text.count("\ufffd") * 20 <= high else None
    except UnicodeError:
        return None
    return None if name != "utf-8" and _is_utf8(body, name) else text


def _is_gb(body: bytes, name: str) -> bool:
    """Was a page of GBK declared as Big5? They share most byte pairs: what those spell decides,
    daily characters in the one, rare ones in the other."""
    if not (_reads(body, "gb18030") and _mostly_han(body)):
        return False
    return not _mostly_han(body, name, _BIG5_DAILY)


def _is_utf8(body: bytes, name: str) -> bool:
    """Was a page of UTF-8 declared as something else? Short texts fit both by chance."""
    if body.isascii() or not _reads(body, "utf-8"):
        return False
    return name == "cp1252" or any(c > "\u07ff" for c in body[:_SAMPLE].decode("utf-8", "ignore"))


def _reads(body: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(body[:_SAMPLE])
    except UnicodeDecodeError:
        return False
    return True


def _detected(body: bytes) -> str:
    """UTF-8 where it is valid (it seldom is by chance), else GB18030 where valid, else detection."""
    if _reads(body, "utf-8"):
        return "utf-8"
    if _reads(body, "gb18030") and _mostly_han(body):
        return "gb18030"
    import charset_normalizer

    best = charset_normalizer.from_bytes(body[:_SAMPLE], cp_isolation=_TABLES).best()
    name = _known(best.encoding) if best else None
    return name or "utf-8"


_TAG = re.compile(rb"<[^>]{0,2000}>")


def _mostly_han(body: bytes, name: str = "gb18030", daily: frozenset[int] = _GB_DAILY) -> bool:
    """Are most characters daily ones, told by their first byte? Other charsets hit those by chance."""
    sample = _TAG.sub(b" ", body[:_SAMPLE])
    text = [char for char in sample.decode(name, "replace") if char > "\x7f"]
    if not text:
        return False
    pairs = (char.encode(name, "replace") for char in text)
    hits = sum(len(pair) == 2 and pair[0] in daily for pair in pairs)
    return hits * 10 >= len(text) * 7
