"""What a capture shows (固证所示), in the words of a letter and of its check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.letters.gather.letter_leads import Capture, LetterLead
from storage.base.office_time import OFFICE_TIME
from storage.leads.citable_captures import CaptureFlaw, JudgedCapture
from storage.records.page_facts import PageFacts

_TITLE_LENGTH = 60
"""Characters of a page's title that a line quotes, chosen by hand to fit a cell of the table."""
_MOST_MARKS = 3
"""Forms of a mark that a line quotes."""


def shown_by(capture: Capture) -> str:
    """证明内容: what the captured page truly shows, no more."""
    page = capture.page
    if page is None:
        return "固证时该网址的页面内容，以证据包内页面截图为准"
    parts = [f"固证时页面显示标题“{_short(page.title)}”"] if page.title else ["固证时的页面内容"]
    if page.marks:
        parts.append(
            "页面上有" + "".join(f"“{mark}”" for mark in page.marks[:_MOST_MARKS]) + "字样"
        )
    elif page.has_picture:
        parts.append("页面上有商品图片（图中标识见页面截图）")
    return "，".join(parts)


def refused_words(capture: JudgedCapture) -> str:
    """Why a capture does not serve, as 证据 3 的页面返回 404，未显示涉案标识."""
    row, page = capture.row, capture.page
    bare = "" if page and page.marks else "，未显示涉案标识"
    words = {
        CaptureFlaw.BLOCKED: "是登录或者验证页面，未显示涉案标识",
        CaptureFlaw.STATUS: f"返回 {row.facts.status}，未显示涉案标识",
        CaptureFlaw.OTHER_CONTENT: f"是其他内容{_named(page)}，未显示涉案标识",
        CaptureFlaw.OTHER_VERSION: f"是商品信息的另一版本{_named(page)}，与研判所依据的不同{bare}",
        CaptureFlaw.NO_MARK: "未显示涉案标识",
        CaptureFlaw.OTHER_PRICE: f"所示价格{_price(page)}与研判所依据的不同",
        CaptureFlaw.UNKNOWN: "显示了什么，固证记录没有载明",
    }[capture.flaw or CaptureFlaw.UNKNOWN]
    moment = f"{row.captured_at.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M}"
    return f"证据 {row.id}（{moment}）的页面{words}"


def capture_refusals(leads: Sequence[LetterLead]) -> Iterator[tuple[int, str]]:
    """(lead, why) of each lead none of whose captures may be cited."""
    for lead in leads:
        if lead.capture is None and lead.refused_captures:
            newest = lead.refused_captures[0]
            yield lead.id, f"线索 {lead.id}：{refused_words(newest)}，也没有更早的固证显示该标识"


def capture_warnings(leads: Sequence[LetterLead]) -> Iterator[str]:
    """What an approver must know of the captures cited: newer ones that do not serve, and doubts."""
    for lead in leads:
        capture = lead.capture
        if capture is None:
            continue
        if lead.refused_captures:
            newest = refused_words(lead.refused_captures[0])
            moment = f"{capture.captured_at.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M}"
            yield f"线索 {lead.id}：{newest}；文书引用较早的证据 {capture.id}（{moment}）"
        if capture.flaw is CaptureFlaw.OTHER_PRICE:
            price = _price(capture.page)
            yield f"线索 {lead.id}：证据 {capture.id} 的页面所示价格{price}与研判所依据的不同"
        elif capture.flaw is CaptureFlaw.UNKNOWN:
            yield (
                f"线索 {lead.id}：证据 {capture.id} 的固证记录没有载明页面是否显示涉案标识，"
                "审批前请看页面截图，或者重新固证"
            )


def _named(page: PageFacts | None) -> str:
    return f"（标题“{_short(page.title)}”）" if page and page.title else ""


def _price(page: PageFacts | None) -> str:
    return f"（{page.price}元）" if page and page.price else ""


def _short(text: str | None) -> str:
    words = text or ""
    return words if len(words) <= _TITLE_LENGTH else f"{words[:_TITLE_LENGTH]}…"
