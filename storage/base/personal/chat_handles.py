"""聊天账号: handles of WeChat and QQ in texts, behind the many ways in which sellers write their names.

The spellings (微信, 威信, 薇信, V信, 加V, vx, wei xin, 微❤, 扣扣 …) are those by which sellers get around
the filters of platforms; a handle is the same contact behind any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

_SPACES = "\\s\u3000\xa0"
"""Inside a character class; signs and no escapes, which RE2 does not know."""
_GAP = rf"[{_SPACES}]*"
_BREAK = rf"[{_SPACES}.．·•*_-]{{0,2}}"
"""Signs that break a chat's name in two."""
_COLOURED = "\ufe0f?"
"""Behind a heart: the sign that makes it an emoji (UTS #51)."""
_WECHAT = (
    rf"[微薇威徽维溦葳嶶徵]{_BREAK}(?:信|心|芯|xin|[❤♥]{_COLOURED})|v{_BREAK}(?:信|❤{_COLOURED})"
)
_CHINESE_NAMES = rf"{_WECHAT}|扣{_BREAK}扣|叩{_BREAK}叩"
_LATIN_NAMES = r"vx|wx|wechat|qq"
_BROKEN_NAMES = rf"v{_BREAK}x|w{_BREAK}x|wei{_BREAK}xin|we{_BREAK}chat|q{_BREAK}q"
_SHORT_NAMES = r"微|薇|威|徽|卫星|围信|绿泡泡|企鹅|v|w|q"
"""Only behind 加 ("add") or +."""
_ADD = rf"[加+＋➕]{_GAP}"
_NUMBER = r"(?:号码?|群号?|同号)?"
_HANDLE = r"[A-Za-z0-9][\w-]{4,19}"
"""WeChat: 6 to 20 signs; QQ: from five digits on."""

_CHAT = re.compile(
    rf"""(?:
      (?: (?:{_CHINESE_NAMES}|(?<![A-Za-z])(?:{_LATIN_NAMES}|{_BROKEN_NAMES})) {_NUMBER} {_GAP}[:：]?{_GAP}
        | {_ADD}(?:{_SHORT_NAMES}) {_NUMBER} {_GAP}[:：]?{_GAP}
        | (?<![A-Za-z0-9])[vV] {_NUMBER} {_GAP}[:：]{_GAP} (?=[A-Za-z]\w{{6}})
      ) (?P<digits>(?=[\w-]*\d){_HANDLE})
    | (?: (?:{_CHINESE_NAMES}) {_NUMBER} {_GAP}[:：]?{_GAP}
        | (?<![A-Za-z])(?:{_LATIN_NAMES}|{_BROKEN_NAMES}) {_NUMBER} {_GAP}[:：]{_GAP}
        | {_ADD}(?:{_LATIN_NAMES}|{_BROKEN_NAMES}|{_SHORT_NAMES}) {_NUMBER} {_GAP}[:：]{_GAP}
        | {_ADD}(?:{_LATIN_NAMES}) {_NUMBER} {_GAP}
      ) (?P<letters>[A-Za-z][A-Za-z_-]{{4,19}})(?![\w-])
    )""".replace("\n", ""),
    re.I | re.A | re.X,
)
"""A handle with a digit behind the chat's name; one of letters alone behind its Chinese name, or
behind a Latin one where a colon or 加 says that a handle follows ("QQ music" is none)."""
_ACCOUNT = re.compile(
    rf"(?:支付宝|(?<![A-Za-z])(?:zfb|alipay|telegram|whatsapp|tg)|电报|飞机|钉钉|陌陌)(?:账?[号户]|收款|id)?{_GAP}[:：]{_GAP}"
    rf"\+?(?P<account>(?=[\w-]*\d){_HANDLE})",
    re.I | re.A,
)
"""Accounts of payment and of other chats. Public accounts of shops (抖音号, 小红书号, 旺旺) name a seller and stay."""
_BEGINNINGS = (
    rf"(?:{_CHINESE_NAMES}|{_LATIN_NAMES}|{_BROKEN_NAMES}|{_ADD}(?:{_SHORT_NAMES})){_NUMBER}{_GAP}[:：]?{_GAP}[a-z0-9]"
    rf"|v{_NUMBER}{_GAP}[:：]{_GAP}[a-z]"
    rf"|(?:支付宝|zfb|alipay|telegram|whatsapp|tg|电报|飞机|钉钉|陌陌)(?:账?[号户]|收款|id)?{_GAP}[:：]{_GAP}\+?[a-z0-9]"
)
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
CHAT_ANCHOR = re2.compile(_BEGINNINGS, _OPTIONS)
"""Where a handle may stand, found by RE2 in linear time: the patterns above without what looks around."""


def chat_handles(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every handle."""
    for match in _CHAT.finditer(text):
        start, end = match.span("digits" if match["digits"] else "letters")
        if not _is_model(text, start, end):
            yield start, end
    for match in _ACCOUNT.finditer(text):
        yield match.span("account")


def _is_model(text: str, start: int, end: int) -> bool:
    """Whether digits that go on with letters stick to Latin letters, as in a model (WX452AA1): a WeChat handle
    begins with a letter, a QQ number and a mobile have none."""
    handle = text[start:end]
    sticks = start > 0 and text[start - 1].isascii() and text[start - 1].isalpha()
    return sticks and handle[0].isdigit() and not handle.isdigit()
