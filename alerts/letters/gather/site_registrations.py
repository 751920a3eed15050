"""接入与注册信息 of a site that a letter asks to close: whom it goes to, and what RDAP said."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import LetterLead
from alerts.text.chinese import chinese_date
from storage.base.office_time import day_of
from storage.leads.site_contacts import registrations_of
from storage.records.letter_facts import Party
from storage.records.registration import RegistrationKind
from storage.tables import RegistrationRow

_ROLES = {RegistrationKind.NETWORK: "接入网络", RegistrationKind.DOMAIN: "域名注册商"}


def site_recipient(session: Session, leads: Sequence[LetterLead]) -> Party | None:
    """The host, else the registrar, with its address for abuse; None where nobody is known.

    An officer may write to another body instead: 收件人 is filled in on the letter.
    """
    for row in _registrations(session, leads):
        if row.operator and row.abuse_email:
            return Party(name=row.operator, email=row.abuse_email, phone=row.abuse_phone)
    return None


def site_domain(leads: Sequence[LetterLead]) -> str | None:
    """The one host on which all pages lie; None where there are several."""
    hosts = {urlsplit(lead.listing.url).hostname or "" for lead in leads}
    return hosts.pop() or None if len(hosts) == 1 else None


def site_registration_words(session: Session, leads: Sequence[LetterLead]) -> str | None:
    """What the answers say, one sentence each, with the day; None without an answer."""
    sentences = [_sentence(row) for row in _registrations(session, leads)]
    return "；".join(sentences) + "。" if sentences else None


def _sentence(row: RegistrationRow) -> str:
    iana = f"（IANA编号{row.iana_id}）" if row.iana_id else ""
    servers = f"，域名服务器{'、'.join(row.nameservers)}" if row.nameservers else ""
    network = f"，地址段{row.subject}" if row.kind is RegistrationKind.NETWORK else ""
    day = chinese_date(day_of(row.answered_at))
    return (
        f"{_ROLES[row.kind]}：{row.operator or '未载明'}{iana}{network}{servers}（{day}登记数据）"
    )


def _registrations(session: Session, leads: Sequence[LetterLead]) -> Sequence[RegistrationRow]:
    host = site_domain(leads)
    return registrations_of(session, host) if host else ()
