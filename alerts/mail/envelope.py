"""The frame of every e-mail of the office: who, to whom, one stable Message-ID, text and HTML."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import TYPE_CHECKING

from alerts.text.plain_text import one_line
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.law.article_words import with_articles
from storage.net.domain_names import dns_name

if TYPE_CHECKING:
    from jinja2 import Environment

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One e-mail before it has a frame."""

    key: str
    """The outbox key; the Message-ID follows from it and `at`, so a resend is the same mail."""
    to: str
    at: datetime
    """The moment of the act that caused the mail."""
    subject: str
    template: str
    """Name of the pair of templates, `<name>.txt` and `<name>.html`."""
    facts: Mapping[str, object]
    headers: Mapping[str, str]
    picture: bytes | None = None
    """A JPEG that the HTML shows as `cid:picture`."""


def read_address(text: str | None) -> str | None:
    """One plain address with its domain in ASCII, or None when it cannot be mailed to."""
    if not text:
        return None
    local, at, domain = text.strip().rpartition("@")
    address = f"{local}{at}{dns_name(domain)}"
    return address if _ADDRESS.fullmatch(address) and ".." not in address else None


def read_addresses(entries: Iterable[str]) -> list[str]:
    """The addresses of a setting that can be mailed to."""
    return [address for entry in entries if (address := read_address(entry))]


def enclose(mail: Mail, settings: Settings) -> EmailMessage:
    """The finished message: multipart text + HTML, marked as sent by a program (RFC 3834).

    Raises BadInput when the setting mail_from or mail_contact is no address.
    """
    sender = read_address(settings.mail_from)
    if sender is None:
        raise BadInput(
            "mail-setting.no-address",
            setting="mail_from",
            variable="HUBIAO_MAIL_FROM",
            address=settings.mail_from,
        )
    facts = {
        **mail.facts,
        "office": settings.office_name,
        "contact": settings.office_contact,
        "reply_to": _reply_to(settings),
    }
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=one_line(settings.office_name, 60), addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = one_line(mail.subject, 120)
    message["Date"] = mail.at
    message["Message-ID"] = message_id(mail, settings)
    message["Auto-Submitted"] = "auto-generated"
    if reply_to := _reply_to(settings):
        message["Reply-To"] = Address(addr_spec=reply_to)
    for name, value in mail.headers.items():
        message[name] = value
    templates = _templates()
    # base64: Chinese in 8bit would need 8BITMIME of every relay on the way.
    message.set_content(templates.get_template(f"{mail.template}.txt").render(facts), cte="base64")
    html = templates.get_template(f"{mail.template}.html").render(facts)
    message.add_alternative(html, subtype="html", cte="base64")
    if mail.picture is not None:
        html_part = message.get_body(("html",))
        assert html_part is not None
        html_part.add_related(
            mail.picture, "image", "jpeg", cid="<picture>", filename="picture.jpg"
        )
    return message


def is_local(address: str) -> bool:
    """Does an address lead nowhere beyond this machine (RFC 6761)?"""
    domain = address.rpartition("@")[2].lower()
    return domain == "localhost" or domain.endswith((".localhost", ".localdomain"))


def _reply_to(settings: Settings) -> str | None:
    """Where people of the office read answers; None where the office named no such mailbox."""
    if not settings.mail_contact:
        return None
    address = read_address(settings.mail_contact)
    if address is None:
        raise BadInput(
            "mail-setting.no-address",
            setting="mail_contact",
            variable="HUBIAO_MAIL_CONTACT",
            address=settings.mail_contact,
        )
    return address


def message_id(mail: Mail, settings: Settings) -> str:
    """The same act gives the same Message-ID, on whatever machine and however often."""
    seed = f"{mail.key} {mail.at.isoformat()} {mail.to}"
    digest = hashlib.sha256(seed.encode()).hexdigest()[:24]
    return f"<{mail.key.split(':', 1)[0]}.{digest}@{settings.mail_domain}>"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("alerts.mail"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["articles"] = with_articles
    return environment
