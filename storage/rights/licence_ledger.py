"""The licence ledger (许可台账): licences of rights files and of other sources, for many rights together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.records import AuthorisedSeller, Right
from storage.tables import LicenceRow


def add_licence(session: Session, right_id: str, seller: AuthorisedSeller, *, source: str) -> None:
    """Enter one enterprise into the licence ledger (许可台账) of a right."""
    session.add(LicenceRow(right_id=right_id, **_columns(seller), source=source))


def _columns(seller: AuthorisedSeller) -> dict[str, Any]:
    names = ("shop", "platform", "goods", "valid_from", "valid_until")
    return {name: getattr(seller, name) for name in names}


def seller_of(row: LicenceRow) -> AuthorisedSeller:
    return AuthorisedSeller(
        shop=row.shop,
        platform=row.platform,
        goods=row.goods,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


class ImportedLicences:
    """The licences of some stored rights while a rights file is put in: those of files are replaced."""

    def __init__(self, session: Session, right_ids: Sequence[str]) -> None:
        self._imported: dict[str, list[AuthorisedSeller]] = {}
        self._by_hand: dict[str, set[AuthorisedSeller]] = {}
        self._replaced: dict[str, Sequence[AuthorisedSeller]] = {}
        for part in query_parts(right_ids):
            query = sa.select(LicenceRow).where(LicenceRow.right_id.in_(part))
            for row in session.scalars(query.order_by(LicenceRow.id)):
                if row.source == "import":
                    self._imported.setdefault(row.right_id, []).append(seller_of(row))
                else:
                    self._by_hand.setdefault(row.right_id, set()).add(seller_of(row))

    def differs(self, right: Right) -> bool:
        """Whether the file has other licences than an import left."""
        return self._imported.get(right.id, []) != self._of_file(right)

    def put(self, right: Right) -> None:
        """Have the right's licences of the file in the place of those of earlier files."""
        self._replaced[right.id] = self._imported[right.id] = self._of_file(right)

    def save(self, session: Session) -> None:
        """Write what was put."""
        for part in query_parts(list(self._replaced)):
            of_files = LicenceRow.right_id.in_(part), LicenceRow.source == "import"
            session.execute(sa.delete(LicenceRow).where(*of_files))
        rows = [
            {"right_id": right_id, **_columns(seller), "source": "import"}
            for right_id, sellers in self._replaced.items()
            for seller in sellers
        ]
        if rows:
            session.execute(sa.insert(LicenceRow), rows)

    def _of_file(self, right: Right) -> list[AuthorisedSeller]:
        """Without those that the ledger has from elsewhere: an export holds both."""
        by_hand = self._by_hand.get(right.id, set())
        return [seller for seller in right.authorised_sellers if seller not in by_hand]
