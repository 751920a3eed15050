"""An alert says first what is asked and by when; each ground once; each right by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.verdicts import give_verdict
from alerts.mail.grounds import grounds
from alerts.mail.outbox_delivery import deliver
from alerts.mail.smtp_relay import Relay
from alerts.mail.trial_mail import try_mail
from alerts.text.chinese import chinese_date
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.records import RightKind, Signal
from storage.tables import OutboxRow
from storage.tables.base import now

CONSOLE = "https://hubiao.example"


def mark(field: str, place: str, weight: float = 2.0) -> Signal:
    return Signal(
        kind="mark", field=field, span=(0, 4), text="天赋河套", weight=weight,
        explanation=f"{place}出现与权利标识“天赋河套”相同的文字",
    )  # fmt: skip


def position(field: str, words: str, weight: float = 1.0) -> Signal:
    return Signal(kind="position", field=field, span=(0, 4), text="天赋河套", weight=weight,
                  explanation=f"“天赋河套”{words}")  # fmt: skip


FOUR_PLACES = (
    mark("title", "标题"),
    mark("brand", "品牌栏"),
    mark("attributes.品牌", "属性“品牌”"),
    mark("description", "商品详情"),
    position("brand", "在品牌栏作为品牌使用，属商标性使用"),
    position("title", "位于标题开头，起识别来源作用"),
    position("description", "仅出现在商品详情的叙述中", 0.2),
    Signal(kind="origin", field="location", span=(0, 2), text="某地", weight=-0.5, explanation="…"),
)


def confirmed(session: Session, settings: Settings, lead: int) -> EmailMessage:
    give_verdict(
        session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark", settings=settings
    )
    body = session.scalars(sa.select(OutboxRow.body)).one()
    message = message_from_bytes(body, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_an_alert_asks_first_with_the_term_and_three_buttons(
    database: Database, settings: Settings, new_lead: Callable[..., int]
) -> None:
    linked = settings.model_copy(
        update={"console_url": CONSOLE, "mail_contact": "ip@office.example"}
    )
    with database.begin() as session:
        lead = new_lead(session, signals=FOUR_PLACES)
        message = confirmed(session, linked, lead)
    term = chinese_date(day_of(now() + timedelta(days=30)))
    text, html = part(message, "plain"), part(message, "html")
    for body in (text, html):
        question = body.index("该商品使用“天赋河套”集体商标是否经贵单位许可")
        assert body.index(term) < question < body.index("商品信息")
        assert not re.search(r"\d分\d+秒", body), "minutes are enough"
        assert "¥29.90" in body
    assert len(re.findall(rf"{CONSOLE}/answer/\S+", text)) == 1, "plain text: one link"
    buttons = re.findall(rf'href="{CONSOLE}/answer/[\w-]+\?choice=(\w+)"', html)
    assert buttons == ["supplied", "authorised", "unauthorised"]
    assert message["Reply-To"].addresses[0].addr_spec == "ip@office.example"


def test_without_a_public_address_the_answer_is_asked_by_mail(
    database: Database, settings: Settings, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        message = confirmed(session, settings, new_lead(session))
    assert message["Reply-To"] is None
    text = part(message, "plain")
    assert "确为我单位正品" in text
    assert "请勿直接回复" in text, "nobody reads the sender's mailbox"


def test_a_ground_stands_once_with_all_its_places() -> None:
    lines = grounds(FOUR_PLACES, RightKind.COLLECTIVE, most=6)
    assert lines == (
        "标题、品牌栏、属性“品牌”、商品详情出现与权利标识“天赋河套”相同的文字",
        "“天赋河套”在品牌栏作为品牌使用，属商标性使用",
        "“天赋河套”位于标题开头，起识别来源作用",
    )


@pytest.mark.parametrize(
    ("kind", "name"), [(RightKind.PLANT_VARIETY, "品种名称"), (RightKind.PATENT, "专利名称")]
)
def test_a_name_that_is_no_mark_is_not_used_as_a_mark(kind: RightKind, name: str) -> None:
    text = "\n".join(grounds(FOUR_PLACES, kind, most=6))
    assert f"与{name}“天赋河套”相同" in text
    for words in ("商标性使用", "权利标识", "识别来源"):
        assert words not in text


@pytest.mark.parametrize("sender", ["hubiao@localhost", "hubiao@machine.localdomain"])
def test_no_mail_goes_out_from_an_address_of_this_machine(
    database: Database, settings: Settings, new_lead: Callable[..., int], sender: str
) -> None:
    local = settings.model_copy(update={"mail_from": sender, "undo_minutes": 0.0})
    with database.begin() as session:
        confirmed(session, local, new_lead(session))
    relayed = local.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_tls": "none"}
    )
    with pytest.raises(BadInput, match="HUBIAO_MAIL_FROM"):
        deliver(database, relayed)
    with pytest.raises(BadInput, match="HUBIAO_MAIL_FROM"):
        try_mail(relayed, "admin@office.example", by="li", at=now())
    assert deliver(database, local).sent == 1, "the local mailbox takes it"


def test_a_mail_made_before_the_office_named_its_address_is_not_offered(
    database: Database, settings: Settings, new_lead: Callable[..., int]
) -> None:
    local = settings.model_copy(update={"mail_from": "hubiao@localhost"})
    with database.begin() as session:
        confirmed(session, local, new_lead(session))
        mail = session.scalars(sa.select(OutboxRow)).one()
    relay = Relay(settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_tls": "none"}))
    fate, reply = relay.hand_in(mail)
    assert fate.name == "REFUSED"
    assert "hubiao@localhost" in reply
