"""Why a call gave no goods (接口错误), as one line that an officer understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.open_api.description import AnswerMeaning, Errors
from storage.base.message import Message

ENDS_THE_API = frozenset(
    {
        AnswerMeaning.EXPIRED_KEY,
        AnswerMeaning.WRONG_KEY,
        AnswerMeaning.CLOCK_OFF,
        AnswerMeaning.NO_PERMISSION,
        AnswerMeaning.QUOTA,
    }
)
"""Faults after which no further call of the day can go better."""
PASSES = frozenset({AnswerMeaning.RATE_LIMIT, AnswerMeaning.BUSY, AnswerMeaning.UNREACHABLE})
"""Faults after which the same call may go better a little later."""
_LONGEST = 160
"""Characters of the platform's own words that are kept."""
_STATUSES: Mapping[int, AnswerMeaning] = {
    401: AnswerMeaning.WRONG_KEY,
    403: AnswerMeaning.NO_PERMISSION,
    429: AnswerMeaning.RATE_LIMIT,
}
"""Status codes of an answer that holds no code (RFC 9110 §15, RFC 6585 §4)."""
_USUAL_WORDS: tuple[tuple[str, AnswerMeaning], ...] = (
    (r"已?过期|expired", AnswerMeaning.EXPIRED_KEY),
    (r"时间戳|timestamp", AnswerMeaning.CLOCK_OFF),
    (r"频繁|限流|too many|rate limit|call limited", AnswerMeaning.RATE_LIMIT),
    (r"次数.*(?:用完|上限|超限)|quota", AnswerMeaning.QUOTA),
    (r"签名|sign\b|signature|invalid.{0,9}key|密钥", AnswerMeaning.WRONG_KEY),
    (r"权限|无权|未授权|permission|unauthori[sz]ed|forbidden", AnswerMeaning.NO_PERMISSION),
    (r"繁忙|稍后|unavailable|timed? ?out|系统异常|内部错误", AnswerMeaning.BUSY),
)
"""Words by which platforms say what is wrong, for codes that a description does not list; by hand."""


@dataclass(frozen=True, kw_only=True)
class ApiFault:
    """What went wrong with one call."""

    meaning: AnswerMeaning
    code: str | None = None
    """The platform's."""
    words: str = ""
    """The platform's own words, cut, without keys."""
    cause: Message | None = None
    """Why no answer came."""
    seconds: float | None = None
    """How long the platform asks to wait; for a clock that is off, how far it is behind the server's."""

    @property
    def message(self) -> Message:
        """The meaning with the platform's code and words."""
        text = self.cause or " ".join(part for part in (self.code, self.words) if part)
        detail = Message("api-fault.detail", {"text": text}) if text else ""
        match self.meaning:
            case AnswerMeaning.EXPIRED_KEY:
                return Message("api-fault.expired-key", {"detail": detail})
            case AnswerMeaning.WRONG_KEY:
                return Message("api-fault.wrong-key", {"detail": detail})
            case AnswerMeaning.CLOCK_OFF if self.seconds is not None:
                minutes = round(abs(self.seconds) / 60)
                if self.seconds > 0:
                    return Message("api-fault.clock-slow", {"detail": detail, "minutes": minutes})
                return Message("api-fault.clock-fast", {"detail": detail, "minutes": minutes})
            case AnswerMeaning.CLOCK_OFF:
                return Message("api-fault.clock-off", {"detail": detail})
            case AnswerMeaning.NO_PERMISSION:
                return Message("api-fault.no-permission", {"detail": detail})
            case AnswerMeaning.RATE_LIMIT:
                return Message("api-fault.rate-limit", {"detail": detail})
            case AnswerMeaning.QUOTA:
                return Message("api-fault.quota", {"detail": detail})
            case AnswerMeaning.BUSY:
                return Message("api-fault.busy", {"detail": detail})
            case AnswerMeaning.UNREACHABLE:
                return Message("api-fault.unreachable", {"detail": detail})
            case AnswerMeaning.UNREADABLE:
                return Message("api-fault.unreadable", {"detail": detail})
            case _:
                return Message("api-fault.bad-request", {"detail": detail})


def meaning_of(errors: Errors, status: int, code: str | None, words: str) -> AnswerMeaning:
    """What a refusal means: by the platform's words, its code, the HTTP status, usual words."""
    for pattern, meaning in errors.words.items():
        if re.search(pattern, words, re.IGNORECASE):
            return meaning
    if code is not None and code in errors.meanings:
        return errors.meanings[code]
    for pattern, meaning in _USUAL_WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return meaning
    if status in _STATUSES:
        return _STATUSES[status]
    return AnswerMeaning.BUSY if status >= 500 else AnswerMeaning.BAD_REQUEST


def pause_in(errors: Errors, words: str) -> float | None:
    """The seconds that the platform's words ask to wait, if they do."""
    match = re.search(errors.pause, words) if errors.pause else None
    return float(match["seconds"]) if match else None


def without_keys(text: str, keys: Iterable[str]) -> str:
    """Words of the platform on one line, with every key that they repeat masked."""
    line = " ".join(text.split())
    for key in keys:
        if len(key) >= 4:
            line = line.replace(key, "***")
    return line[:_LONGEST]
