"""地址不实的标示请求: what a notice asks of the platform after a visit that found a false address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import LetterLead
from alerts.text.chinese import chinese_date
from storage.base.office_time import day_of
from storage.leads.shop_visits import visits_of


def marking_request(session: Session, leads: Sequence[LetterLead]) -> str | None:
    """The visits that found a false address, a sentence each, and the request to mark; None without one.

    One lead counts with its newest visit: an address that proved true later is not complained of.
    """
    shops = {lead.id: lead.listing.shop or "该店铺" for lead in leads}
    newest = {visit.lead_id: visit for visit in reversed(visits_of(session, list(shops)))}
    sentences = [
        f"{chinese_date(day_of(visit.visited_at))}，我局执法人员{'、'.join(visit.officers)}到"
        f"“{shops[visit.lead_id]}”公示的经营地址{visit.address}核查：{visit.finding.rstrip('。')}"
        + _photos([photo.sha256 for photo in visit.photos])
        for visit in newest.values()
        if visit.address_false
    ]
    if not sentences:
        return None
    request = "请在上述店铺首页及其商品页面的首要位置标示经营地址不实。"
    return "。".join(dict.fromkeys(sentences)) + "。" + request


def _photos(hashes: Sequence[str]) -> str:
    """How many photographs there are, with their SHA-256."""
    if not hashes:
        return ""
    return f"（现场照片{len(hashes)}张，SHA-256：{'，'.join(hashes)}）"
