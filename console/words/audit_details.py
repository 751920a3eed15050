"""What an act of the audit says beside its name (内容): keys and codes in Chinese, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from console.words.labels import (
    EVIDENCE_STATES,
    MAIL_KINDS,
    MAIL_STATES,
    MARK_STATES,
)
from console.words.settings import GROUPS
from storage.base.message import Language, Message, catalogue
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import ROLE_NAMES, STATE_NAMES, UNDO
from storage.people.api_tokens import SCOPES
from storage.rights.holder_answers import CHOICE_NAMES
from storage.tables.assistance import REPLY_NAMES
from storage.tables.purchases import IDENTIFICATION_NAMES

_PREFIX = "audit-detail."
_HASH_LENGTH = 64
"""Characters of a SHA-256 hash in hexadecimal digits."""
_SHOWN_OF_HASH = 12
"""Characters of a hash that a page shows; enough to tell two apart, chosen by hand."""
_VALUES: Mapping[str, Mapping[Any, str]] = {
    "state": {**EVIDENCE_STATES, **STATE_NAMES},
    "verdict": {**STATE_NAMES, UNDO: "撤销"},
    "reason": {code: reason.name for code, reason in REASON_BY_CODE.items()},
    "role": dict(ROLE_NAMES),
    "kind": MAIL_KINDS,
    "was": {**MAIL_STATES, **ROLE_NAMES},
    "now": {**ROLE_NAMES, "on": "启用", "off": "停用"},
    "change": {
        "open": "启用账户",
        "role": "更改角色",
        "password": "重设密码",
        "factor": "解除动态口令",
        "token": "启用令牌",
        "webhook": "启用推送",
    },
    "choice": dict(CHOICE_NAMES),
    "identification": IDENTIFICATION_NAMES,
    "mark": MARK_STATES,
    "reply_kind": REPLY_NAMES,
    "snooze_end": {"day": "到期", "change": "商品内容变化", "officer": "提前恢复"},
    "part": {
        "added": "补充内容",
        "edited": "修改稿",
        "legal": "法制审核",
        "law_day": "按现行法律重新起草",
    },
}
"""Codes of one key in words; a code that is not here stands for itself."""


_MACHINE = frozenset({
    *("hash", "hashes", "sha256", "note_sha256", "docx_sha256", "sealed_sha256", "seen_sha256", "mail_sha256"),
    *("manifest", "selector", "text", "version", "view", "decision", "evidence", "mail", "mails", "undoes", "deadline"),
    *("visit", "sample", "page"),
})  # fmt: skip
"""Keys for who checks the record rather than for who reads it: hashes, places in a page, numbers of rows."""
_SETTINGS = {words.name: words.label for _, group in GROUPS for words in group}


def sentence_details(detail: Mapping[str, Any]) -> str:
    """What a person reads of an act beside its name, in one line; empty where the name says it all."""
    legible = {key: value for key, value in detail.items() if key not in _MACHINE}
    return "，".join(detail_lines(legible))


def detail_lines(detail: Mapping[str, Any]) -> list[str]:
    """Each key with its value, as `名称：值`; empty values are left out."""
    texts = {key: value_text(key, value) for key, value in detail.items()}
    return [f"{key_name(key)}：{text}" for key, text in texts.items() if text]


@cache
def _letter_names() -> Mapping[str, str]:
    """Names of the kinds of letters; read when the first one is shown."""
    from alerts.letters.model.letter_kind import kinds

    return {slug: kind.name for slug, kind in kinds().items()}


def key_name(key: str) -> str:
    """The Chinese name of a key; the key where the catalogue lacks it."""
    words = catalogue().get(_PREFIX + key)
    return words[Language.CHINESE] if words else key


def value_text(key: str, value: object) -> str:
    """One value in words: codes by name, messages in Chinese, hashes cut short."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if key == "score":
            return f"{value * 100:.0f}%"
        case {"code": str(), "data": Mapping()}:
            return Message.from_json(cast("Mapping[str, object]", value)).text(Language.CHINESE)
        case Mapping():
            return "，".join(f"{name} {value_text(name, part)}" for name, part in value.items())
        case str():
            text = _VALUES.get(key, {}).get(value, value)
            if key == "names":
                text = _SETTINGS.get(value, value)
            if key == "scope":
                text = "、".join(SCOPES.get(scope, scope) for scope in value.split(","))
            if key == "kind" and text == value:
                text = _letter_names().get(value, value)
            return text[:_SHOWN_OF_HASH] if _is_hash(text) else text
        case Sequence():
            return "、".join(value_text(key, member) for member in value)
        case _:
            return str(value)


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_LENGTH and text.isalnum()
