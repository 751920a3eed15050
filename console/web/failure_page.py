"""When something cannot be done: what happened, that nothing was lost, and how to go on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.responses import Response

from console.web.outside_links import is_outside, refuse_outside
from console.web.page_request import PageRequest
from storage.base.errors import (
    BadInput,
    HubiaoError,
    Incomplete,
    NotFound,
    StaleState,
    StoreUnavailable,
)
from storage.base.message import Language

_KINDS: tuple[tuple[type[HubiaoError], int, str], ...] = (
    (StaleState, 409, "内容已更新"),
    (NotFound, 404, "没有找到"),
    (Incomplete, 409, "材料不完整"),
    (BadInput, 400, "输入有误"),
    (StoreUnavailable, 503, "数据库暂时不可用"),
    (HubiaoError, 409, "无法完成"),
)

_CODE = re.compile(r"[!-~]*")
"""Values that a form's own fields carry (numbers, names of choices, addresses): nobody wrote those in words."""
_SECRET = ("password", "secret", "token", "phrase", "key", "code")
"""In the name of a field that is never repeated on a page."""
_PASSWORDS = frozenset({"old", "again"})
"""Names of further fields of passwords, which may hold blanks and Chinese characters."""


def show_failure(request: PageRequest, error: HubiaoError) -> Response:
    """The page for an expected failure; nothing was changed."""
    status, title = next((s, t) for kind, s, t in _KINDS if isinstance(error, kind))
    if is_outside(request.path):
        return refuse_outside(request, status, title, error.text(Language.CHINESE))
    missing = error.missing if isinstance(error, Incomplete) else ()
    return request.render(
        "failure.html",
        status=status,
        title=title,
        message=error.text(Language.CHINESE),
        missing=missing,
        typed=typed_texts(request),
        back=page_before(request),
    )


def typed_texts(request: PageRequest) -> list[str]:
    """What somebody wrote in the refused form and would have to write again; neither codes nor secrets."""
    return [
        value.strip()
        for name, value in request.form.multi_items()
        if isinstance(value, str) and not _CODE.fullmatch(value.strip()) and not is_secret(name)
    ]


def is_secret(name: str) -> bool:
    """Whether a form's field of this name holds what no page repeats."""
    return name in _PASSWORDS or any(word in name for word in _SECRET)


def page_before(request: PageRequest) -> str:
    """The page the officer came from, of this console only."""
    came = urlsplit(request.http.headers.get("referer", ""))
    if came.netloc != request.http.headers.get("host") or not came.path.startswith("/"):
        return "/"
    return came.path + (f"?{came.query}" if came.query else "")
