"""身份核对: what a platform reports of a shop, held against what the shop's page shows and other reports.

A difference is a ground for a person to look (电子商务法: 核验、登记, 报送), never a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.identity_reports.reading import is_true_code, plain_shop
from storage.listings.operator_traits import normal_code, normal_name
from storage.listings.regions import region_of_address
from storage.tables import IdentityImportRow, ReportedIdentityRow, ShopRow

_MOST_LINKED = 20
"""Shops of one reported operator that a page lists; chosen by hand."""


class MismatchKind(StrEnum):
    """What does not fit."""

    NAME = "name"
    CREDIT_CODE = "credit_code"
    ADDRESS = "address"
    CHECK_DIGIT = "check_digit"
    """The reported code is none: its check digit is wrong."""
    NOT_SHOWN = "not_shown"
    """The platform reports an operator, and none was read on the shop's pages: they show none, or were not
    visited."""


MISMATCH_NAMES = {
    MismatchKind.NAME: "主体名称不一致",
    MismatchKind.CREDIT_CODE: "信用代码不一致",
    MismatchKind.ADDRESS: "地址不在同一地区",
    MismatchKind.CHECK_DIGIT: "报送的信用代码校验码不符",
    MismatchKind.NOT_SHOWN: "未采集到页面公示的主体信息",
}


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """One difference between page and report."""

    kind: MismatchKind
    displayed: str
    reported: str

    @property
    def name(self) -> str:
        return MISMATCH_NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class IdentityCheck:
    """A shop's newest report with what does not fit and the shops of the same reported code."""

    reported: ReportedIdentityRow
    period: str
    mismatches: tuple[Mismatch, ...]
    linked: tuple[ReportedIdentityRow, ...]
    """Other shops that platforms report under the same true credit code, with the same name or not."""


def check_identity(session: Session, shop: ShopRow) -> IdentityCheck | None:
    """The check of one shop; None where no report names it."""
    row = session.execute(
        sa.select(ReportedIdentityRow, IdentityImportRow.period)
        .join(IdentityImportRow, IdentityImportRow.id == ReportedIdentityRow.import_id)
        .where(
            ReportedIdentityRow.platform == shop.platform,
            ReportedIdentityRow.shop_key == plain_shop(shop.name),
        )
        .order_by(ReportedIdentityRow.import_id.desc(), ReportedIdentityRow.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    reported, period = row
    return IdentityCheck(
        reported=reported,
        period=period,
        mismatches=find_mismatches(shop, reported),
        linked=tuple(_linked(session, reported)),
    )


def find_mismatches(shop: ShopRow, reported: ReportedIdentityRow) -> tuple[Mismatch, ...]:
    """What a shop's page shows otherwise than the platform reports. What either leaves out is no mismatch, but
    for an operator of whom the pages showed nothing."""
    operator = shop.operator
    code = reported.credit_code or ""
    mismatches = []
    if code and not is_true_code(code):
        mismatches.append(Mismatch(kind=MismatchKind.CHECK_DIGIT, displayed="", reported=code))
    if operator is None or not (operator.name or operator.credit_code):
        return (
            *mismatches,
            Mismatch(kind=MismatchKind.NOT_SHOWN, displayed="", reported=reported.name),
        )
    if operator.name and _name(operator.name) != _name(reported.name):
        mismatches.append(
            Mismatch(kind=MismatchKind.NAME, displayed=operator.name, reported=reported.name)
        )
    if operator.credit_code and code and normal_code(operator.credit_code) != normal_code(code):
        mismatches.append(
            Mismatch(kind=MismatchKind.CREDIT_CODE, displayed=operator.credit_code, reported=code)
        )
    if operator.address and reported.address and _apart(operator.address, reported.address):
        mismatches.append(
            Mismatch(
                kind=MismatchKind.ADDRESS, displayed=operator.address, reported=reported.address
            )
        )
    return tuple(mismatches)


def import_mismatches(
    session: Session, import_id: int, most: int
) -> Sequence[tuple[ShopRow, ReportedIdentityRow, tuple[Mismatch, ...]]]:
    """The shops that an import names and that do not fit, at most so many."""
    rows = session.scalars(
        sa.select(ReportedIdentityRow)
        .where(ReportedIdentityRow.import_id == import_id)
        .order_by(ReportedIdentityRow.id)
    ).all()
    by_key = {row.shop_key: row for row in reversed(rows)}
    platforms = {row.platform for row in rows}
    shops = session.scalars(
        sa.select(ShopRow).where(ShopRow.platform.in_(platforms)).order_by(ShopRow.id)
    )
    differing = []
    for shop in shops:
        reported = by_key.get(plain_shop(shop.name))
        if reported is not None and (mismatches := find_mismatches(shop, reported)):
            differing.append((shop, reported, mismatches))
        if len(differing) >= most:
            break
    return differing


def _linked(session: Session, reported: ReportedIdentityRow) -> list[ReportedIdentityRow]:
    code = reported.credit_code
    if not code or not is_true_code(code):
        return []
    rows = session.scalars(
        sa.select(ReportedIdentityRow)
        .where(ReportedIdentityRow.credit_code == code)
        .order_by(ReportedIdentityRow.id.desc())
        .limit(_MOST_LINKED * 5)
    )
    reported_shop = (reported.platform, reported.shop_key)
    linked = {(row.platform, row.shop_key): row for row in rows}
    return [row for key, row in linked.items() if key != reported_shop][:_MOST_LINKED]


def _name(name: str) -> str:
    return normal_name(name).casefold()


def _apart(displayed: str, reported: str) -> bool:
    """Whether two addresses name divisions of which neither holds the other; unknown ones are not apart."""
    first, second = region_of_address(displayed), region_of_address(reported)
    if not (first and second and first.code and second.code):
        return False
    shorter = min(len(first.code), len(second.code))
    return first.code[:shorter] != second.code[:shorter]
