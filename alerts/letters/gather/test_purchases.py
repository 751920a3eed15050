"""购样 as a letter cites it: order, parcel, sample, pictures by their hash, and the holder's opinion."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import LetterLead
from alerts.text.chinese import chinese_date
from storage.leads.test_purchases import purchases_of
from storage.records.attachment import Attachment
from storage.records.letter_facts import EvidenceFact
from storage.tables import TestPurchaseRow
from storage.tables.purchases import IDENTIFICATION_NAMES


def purchase_words(
    session: Session, leads: Sequence[LetterLead], *, listed: bool = False
) -> str | None:
    """One paragraph a sample, in the order of buying; None without one.

    `listed`: the letter's list of evidence names the files with their hashes, so the text need not.
    """
    rows = purchases_of(session, [lead.id for lead in leads])
    return "\n".join(_paragraph(row, listed=listed) for row in rows) or None


def purchase_evidence(session: Session, leads: Sequence[LetterLead]) -> tuple[EvidenceFact, ...]:
    """The pictures of each opened parcel (开箱照片) and the papers of the holder's opinion (鉴别材料)."""
    return tuple(
        EvidenceFact(
            name=f"购样{name}（样品{row.sample_no}，第{number}份，{file.name}）",
            proves=proves,
            sha256=file.sha256,
        )
        for row in purchases_of(session, [lead.id for lead in leads])
        for name, proves, files in (
            ("开箱照片", f"从“{row.shop}”购得的样品及其包装（订单号{row.order_no}）", row.pictures),
            ("鉴别材料", "权利人一方对样品的鉴别意见", row.opinion_files),
        )
        for number, file in enumerate(files, 1)
    )


def _paragraph(row: TestPurchaseRow, *, listed: bool) -> str:
    parcel = f"，运单号{row.parcel_no}" if row.parcel_no else ""
    bought = (
        f"{chinese_date(row.bought_on)}，我局在“{row.shop}”购得样品（样品编号{row.sample_no}，"
        f"订单号{row.order_no}，价款{row.amount}元{parcel}）{_files('开箱照片', row.pictures, listed)}。"
    )
    if row.identification is None:
        return bought
    day = chinese_date(row.identified_on) if row.identified_on else ""
    opinion = f"：{row.opinion.rstrip('。')}" if row.opinion else ""
    return (
        f"{bought}{day}，{row.identified_by or '权利人'}出具鉴别意见，认为该样品"
        f"{IDENTIFICATION_NAMES[row.identification]}{opinion}"
        f"{_files('鉴别材料', row.opinion_files, listed)}。"
    )


def _files(name: str, files: Sequence[Attachment], listed: bool) -> str:
    if not files:
        return ""
    if listed:
        return f"，{name}{len(files)}份（见证据清单）"
    return f"，{name}{len(files)}份（SHA-256：{'，'.join(file.sha256 for file in files)}）"
