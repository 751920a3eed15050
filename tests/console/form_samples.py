"""What officers send with forms: moments as typed, photographs."""

from __future__ import annotations

import io
from datetime import timedelta

from storage.base.office_time import OFFICE_TIME
from storage.tables.base import now
from tests.console.captures import picture


def typed(days: int) -> str:
    """A moment that many days ago, as a form sends it."""
    return (now() - timedelta(days=days)).astimezone(OFFICE_TIME).strftime("%Y-%m-%dT%H:%M")


def photo() -> tuple[str, bytes, str]:
    content = io.BytesIO()
    picture(60, 40).save(content, "PNG")
    return "门牌.png", content.getvalue(), "image/png"
