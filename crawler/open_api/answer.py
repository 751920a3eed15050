"""What an API answered (应答): its goods, or why there are none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from crawler.http.fetcher import Fetched, retry_after
from crawler.open_api.description import AnswerMeaning, ApiDescription
from crawler.open_api.fault import ApiFault, meaning_of, pause_in, without_keys
from crawler.open_api.json_path import as_text, first_text, first_value, values_at

_CLOCK_MATTERS = frozenset(
    {
        AnswerMeaning.WRONG_KEY,
        AnswerMeaning.EXPIRED_KEY,
        AnswerMeaning.BAD_REQUEST,
        AnswerMeaning.CLOCK_OFF,
    }
)
"""Refusals that a wrong clock may be behind: some platforms refuse its signature without saying why."""
_LEAST_DIFFERENCE = 60.0
"""Seconds from which a difference between two clocks is told; network and rounding make less."""
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """One part of a result."""

    items: tuple[dict[str, object], ...]
    total: int | None = None
    """Number of all goods, as the API tells."""
    cursor: str | None = None
    """What the call for the next part repeats."""


def read_answer(
    description: ApiDescription, fetched: Fetched, keys: Mapping[str, str], at: datetime
) -> Goods | ApiFault:
    """Goods or fault in an answer to a call made at the moment `at`; the whole answer or nothing."""
    answer = decoded(description, fetched)
    if isinstance(answer, ApiFault):
        return answer
    code = _code(description, answer)
    if code is not None or fetched.status >= 400:
        return _refusal(description, fetched, keys, at, (code, answer))
    if first_value(answer, description.items) is None and not _is_empty(description, answer):
        return ApiFault(
            meaning=AnswerMeaning.UNREADABLE, words=without_keys(_shape(answer), keys.values())
        )
    paging = description.paging
    total = first_text(answer, paging.total)
    return Goods(
        items=tuple(_items(description, answer)),
        total=int(total) if total and total.isdigit() else None,
        cursor=first_text(answer, paging.cursor),
    )


def decoded(description: ApiDescription, fetched: Fetched) -> Json | ApiFault:
    """The JSON of a body. Characters are those that the document names, else those of the header, else
    GB 18030: a body that is none of these is unreadable."""
    for charset in dict.fromkeys((description.charset, fetched.charset or "utf-8", "gb18030")):
        try:
            text = fetched.body.decode(charset)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        return ApiFault(meaning=AnswerMeaning.UNREADABLE, words=f"HTTP {fetched.status}")
    try:
        answer: Json = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _no_json(fetched, text)
    if isinstance(answer, dict | list):
        return answer
    return ApiFault(meaning=AnswerMeaning.UNREADABLE, words=f"HTTP {fetched.status} JSON")


def _no_json(fetched: Fetched, text: str) -> ApiFault:
    """HTML, half an answer, nothing at all: what came, in a few words."""
    if fetched.status == 429:
        return ApiFault(
            meaning=AnswerMeaning.RATE_LIMIT, code="429", seconds=retry_after(fetched.headers)
        )
    if fetched.status >= 500:
        return ApiFault(meaning=AnswerMeaning.BUSY, code=str(fetched.status))
    kind = "HTML" if "<html" in text[:2000].lower() else f"{len(fetched.body)} B"
    return ApiFault(meaning=AnswerMeaning.UNREADABLE, words=f"HTTP {fetched.status} {kind}")


def _code(description: ApiDescription, answer: Json) -> str | None:
    """The code of a refusal; None where the answer says success, or nothing of the kind."""
    for path in description.errors.codes:
        for value in values_at(answer, path):
            code = as_text(value) if not isinstance(value, bool) else str(value).lower()
            if code is not None and code not in description.errors.success:
                return code
    return None


def _refusal(
    description: ApiDescription,
    fetched: Fetched,
    keys: Mapping[str, str],
    at: datetime,
    refusal: tuple[str | None, Json],
) -> Goods | ApiFault:
    code, answer = refusal
    errors = description.errors
    texts = [
        text
        for path in errors.texts
        for value in values_at(answer, path)
        if (text := as_text(value))
    ]
    words = " ".join(dict.fromkeys(texts))
    meaning = meaning_of(errors, fetched.status, code, words)
    if meaning is AnswerMeaning.NO_GOODS:
        return Goods(items=(), total=0)
    seconds = pause_in(errors, words) or retry_after(fetched.headers)
    behind = _seconds_behind(fetched, at)
    limit = max(_LEAST_DIFFERENCE, description.timestamp.tolerance / 2)
    if meaning in _CLOCK_MATTERS and behind is not None and abs(behind) > limit:
        meaning, seconds = AnswerMeaning.CLOCK_OFF, behind
    elif meaning is AnswerMeaning.CLOCK_OFF:
        seconds = behind
    return ApiFault(
        meaning=meaning,
        code=code or f"HTTP {fetched.status}",
        words=without_keys(words, keys.values()),
        seconds=seconds,
    )


def _seconds_behind(fetched: Fetched, at: datetime) -> float | None:
    """How far our clock is behind the server's, by its Date header (RFC 9110 §6.6.1)."""
    try:
        date = parsedate_to_datetime(fetched.headers.get("Date", ""))
    except ValueError:
        return None
    return (date - at).total_seconds() if date.tzinfo else None


def _items(description: ApiDescription, answer: Json) -> list[dict[str, object]]:
    for path in description.items:
        if rows := [row for row in values_at(answer, path) if isinstance(row, dict)]:
            return rows
    return []


def _is_empty(description: ApiDescription, answer: Json) -> bool:
    """Does the answer say that there are no goods: a list without entries, or a count of 0?"""
    lists = (path.removesuffix("[]") for path in description.items)
    if any(value == [] for path in lists for value in values_at(answer, path)):
        return True
    return first_text(answer, description.paging.total) == "0"


def _shape(answer: Json) -> str:
    """The names at the top of an answer that is not as the document says."""
    return ",".join(sorted(answer))[:60] if isinstance(answer, dict) else "[]"
