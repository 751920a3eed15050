"""The templates' environment: always escaped, Chinese words and office time built in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from console.health.remedies import remedy_of
from console.web.menu import menu_for
from console.words.labels import (
    EVIDENCE_STATES,
    LETTER_TRACKS,
    MAIL_KINDS,
    MAIL_STATES,
    RECHECK_OUTCOMES,
)
from console.words.prices import show_price
from storage.base.disguises import DISGUISE_NAMES
from storage.base.message import Language
from storage.base.office_time import OFFICE_TIME, day_of
from storage.base.settings import Settings
from storage.base.vocabulary import (
    LEVEL_NAMES,
    NOTICE_STATE_NAMES,
    ROLE_NAMES,
    STATE_NAMES,
    LeadState,
    NoticeState,
    Role,
)
from storage.law.article_words import with_articles
from storage.law.statute import statutes
from storage.materials.recording_clips import time_code
from storage.net.domain_names import name_in_characters
from storage.records import NextStep, RightKind
from storage.records.element_words import NEXT_STEP_LABELS
from storage.records.right_words import RIGHT_KINDS


def build_templates(settings: Settings) -> Environment:
    """The environment of every page. Autoescape is on for every template, whatever its suffix."""
    environment = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=show_moment,
        day=show_day,
        percent=show_percent,
        state=lambda value: STATE_NAMES.get(LeadState(value), value),
        price=show_price,
        level=lambda value: LEVEL_NAMES.get(value, value),
        role=lambda value: ROLE_NAMES[Role(value)],
        chinese=lambda message: "" if message is None else message.text(Language.CHINESE),
        remedy=remedy_of,
        query=to_query,
        web=web_address,
        host=lambda url: urlsplit(url).netloc,
        size=show_size,
        time_code=time_code,
        readable_host=name_in_characters,
        next_step=lambda value: NEXT_STEP_LABELS[NextStep(value)],
        disguise=lambda value: DISGUISE_NAMES.get(value, "—"),
        letter_state=lambda value: NOTICE_STATE_NAMES[NoticeState(value)],
        letter_track=lambda value: LETTER_TRACKS[value],
        mail_state=lambda value: MAIL_STATES.get(value, value),
        mail_kind=lambda value: MAIL_KINDS.get(value, value),
        evidence_state=lambda value: EVIDENCE_STATES.get(value, value),
        recheck_outcome=lambda value: RECHECK_OUTCOMES.get(value, value),
        articles=with_articles,
        trademark_law=lambda at: statutes()["trademark-law"].version_on(day_of(at)).label,
        right_kind=lambda value: RIGHT_KINDS[RightKind(value)],
    )
    environment.globals.update(
        office=settings.office_name, menu_for=menu_for, assets=_asset_version()
    )
    return environment


def show_moment(value: datetime | None) -> str:
    """A moment in the office's time, to the minute."""
    return value.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M") if value else "—"


def show_second(value: datetime) -> str:
    """A moment in the office's time with its seconds and offset, for machines too (RFC 3339)."""
    return value.astimezone(OFFICE_TIME).isoformat(timespec="seconds")


def show_day(value: date | None) -> str:
    """A calendar day; a moment becomes its day in the office's time."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(OFFICE_TIME)
    return value.strftime("%Y-%m-%d")


def show_percent(value: float) -> str:
    return f"{value * 100:.0f}%"


def show_size(count: int) -> str:
    """Bytes as people read them."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def to_query(parameters: Mapping[str, Any], **changed: Any) -> str:
    """A query string from a view's parameters with some changed; empty ones are left out."""
    merged = {**parameters, **changed}
    pairs = [(key, value) for key, value in merged.items() if value not in (None, "", False)]
    return f"?{urlencode(pairs)}" if pairs else ""


def web_address(url: str | None) -> str:
    """A crawled address where it may be linked: http and https only, else nothing."""
    if url is None:
        return ""
    try:
        parts = urlsplit(url.strip())
        return url if parts.scheme in ("http", "https") and parts.netloc else ""
    except ValueError:
        return ""


def mark_words(text: str, spans: Iterable[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """Cut a text into (words, class) pieces, so that quoted words can be marked and escaped.

    Spans outside the text are cut to it; where two overlap, the first one given wins.
    """
    classes = [""] * len(text)
    for start, end, name in spans:
        for place in range(max(0, start), min(len(text), end)):
            classes[place] = classes[place] or name
    pieces: list[tuple[str, str]] = []
    for letter, name in zip(text, classes, strict=True):
        if pieces and pieces[-1][1] == name:
            pieces[-1] = (pieces[-1][0] + letter, name)
        else:
            pieces.append((letter, name))
    return pieces


def _asset_version() -> str:
    """Changes when our own style or script does, so that browsers may keep them for long."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parents[1] / "static").glob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
