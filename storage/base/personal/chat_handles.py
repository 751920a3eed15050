"""聊天账号: handles of WeChat and QQ in texts, behind the many ways in which sellers write their names.

The spellings (微信, 威信, 薇信, V信, 加V, vx, wei xin, 微❤, 扣扣 …) are those by which sellers get around
the filters of platforms; a handle is the same contact behind any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"[\s\u3000\xa0]*"
_BREAK = r"[\s\u3000\xa0.．·•*_-]{0,2}"
"""Signs that break a chat's name in two."""
_WECHAT = rf"[微薇威徽维溦葳嶶]{_BREAK}(?:信|心|芯|xin|❤\ufe0f?|♥\ufe0f?)|v{_BREAK}(?:信|❤\ufe0f?)"
_CHINESE_NAMES = rf"{_WECHAT}|扣{_BREAK}扣|叩{_BREAK}叩"
_LATIN_NAMES = r"vx|wx|wechat|qq"
_BROKEN_NAMES = rf"v{_BREAK}x|w{_BREAK}x|wei{_BREAK}xin|we{_BREAK}chat|q{_BREAK}q"
_SHORT_NAMES = r"微|薇|威|徽|v|w|q"
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
CHAT_WORDS = rf"{_CHINESE_NAMES}|{_LATIN_NAMES}|{_BROKEN_NAMES}|[加+＋➕v]"
"""A text in which none of these stands, upper or lower case, holds no handle."""


def chat_handles(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every handle."""
    for match in _CHAT.finditer(text):
        yield match.span("digits" if match["digits"] else "letters")
