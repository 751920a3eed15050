"""电子邮箱: e-mail addresses in the plain form of a text, also where "@" and "." are spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.base.personal.phone_numbers import Span

_LOCAL = r"(?<![A-Za-z0-9_.+-])(?P<local>[A-Za-z0-9_.+-]{1,64}+)"
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])(?P<first>[A-Za-z0-9_.+-])[A-Za-z0-9_.+-]*@(?P<host>(?:[\w-]+\.)+[A-Za-z]{2,})"
)
_DOT = r"(?:\s?\.\s?|\s?[(\[{【<]\s?(?:dot|点|\.)\s?[)\]}】>]\s?|\s(?:dot|点)\s|点|。|(?<=\d)dot(?=[a-z]))"
_DOT_WORD = re.compile(_DOT, re.I)
_ENDING = r"(?:com|cn|net|org|cc|vip|top|info|biz|me|example)(?![A-Za-z0-9])"
_HOST = (
    rf"(?P<host>[A-Za-z0-9-]{{1,40}}(?:{_DOT}[A-Za-z0-9-]{{1,40}}){{0,2}}?{_DOT}{_ENDING}(?:\.cn)?)"
)
_SIGN = (
    r"(?P<sign>\s?[(\[{【<]\s?(?:at|@|\#|圈a|艾特)\s?[)\]}】>]\s?|\s?(?:艾特|圈a)\s?|\s?@\s?|\s?_at_\s?"
    r"|\s(?:at|AT|At)\s|\s?(?:\#|\(a\)|&)\s?|\s?[☆★]\s?)"
)
_SPELT = re.compile(rf"{_LOCAL}{_SIGN}{_HOST}", re.I)
_LABEL = re.compile(r"(?:邮箱|邮件|e-?mail|mail|电邮|联系)(?:地址)?[^A-Za-z0-9]{0,4}$", re.I)
_LABEL_REACH = 16
"""Characters in which the word for an e-mail address stands; chosen by hand."""
_MAIL_HOST = re.compile(
    r"(?:163|126|139|189|188|yeah|qq|foxmail|gmail|sina|sohu|tom|hotmail|outlook|live|icloud|aliyun|yahoo|21cn)",
    re.I,
)
"""Hosts at which persons have mailboxes."""
_ENGLISH_BEFORE = re.compile(r"[A-Za-z]{2,} $")
_WORDS_BEFORE_AT = re.compile(
    "us|me|it|look|available|shop|buy|order|sold|find|now|here|more|online|visit|store|check|out|only",
    re.I,
)
"""English words behind which "at" names a place of sale."""
EMAIL_ANCHOR = re.compile(
    r"[@＠]|(?:[#＃&＆☆★]|艾特|圈[aａ]|[(（][aａ][)）]|[\s\u3000(（\[【{<][aａ][tｔ][\s\u3000)）\]】}>])"
    r"[\s\u3000)）\]】}>]?[\wＡ-Ｚａ-ｚ０-９-]{1,40}[\s\u3000]?[.．(（\[{【<点。dｄ]",
    re.I,
)
"""Where an address may be: its "@" in any form."""


def email_addresses(plain: str) -> Iterator[Span]:
    """Every e-mail address; some overlap."""
    for match in _EMAIL.finditer(plain):
        yield match.start(), match.end(), f"{match['first']}***@{match['host']}"
    for match in _SPELT.finditer(plain):
        if _is_address(plain, match):
            host = re.sub(r"\s", "", _DOT_WORD.sub(".", match["host"]))
            yield match.start(), match.end(), f"{match['local'][0]}***@{host}"


def _is_address(plain: str, match: re.Match[str]) -> bool:
    """Whether a spelt-out address is none of "look at example.com" and "item#3.cn"."""
    before = plain[max(0, match.start() - _LABEL_REACH) : match.start()]
    if _LABEL.search(before) or _MAIL_HOST.match(match["host"]):
        return True
    sign = match["sign"].strip().lower()
    if sign in {"#", "&", "☆", "★", "(a)"}:
        return False
    if sign == "at":
        local = match["local"]
        return not _WORDS_BEFORE_AT.fullmatch(local) and _ENGLISH_BEFORE.search(before) is None
    return True
