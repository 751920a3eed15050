"""Rows of the ledger of licences (许可台账): each finds its right, and stands before a plain name of the same shop."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from storage.base.message import Message
from storage.records import AuthorisedSeller, Right
from storage.rights.sheets.cells import cleaned, sign_form
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.rows import SheetRow


class RightNames:
    """Rights by what a row of the ledger may call them: id, registration number or sign."""

    def __init__(self, rights: Mapping[str, Right]) -> None:
        self._by_id = rights
        self._by_number: dict[str, list[Right]] = {}
        self._by_sign: dict[str, list[Right]] = {}
        for right in rights.values():
            if right.registration_no:
                self._by_number.setdefault(right.registration_no.upper(), []).append(right)
            self._by_sign.setdefault(sign_form(right.text), []).append(right)

    def right_of(self, row: SheetRow) -> Right | CellFault:
        """The right that a row names; else the fault of the row."""
        name = str(row.values["right"])
        if name in self._by_id:
            return self._by_id[name]
        number = str(cleaned("registration_no", name, strict=False) or name).upper()
        matches = self._by_number.get(number) or self._by_sign.get(sign_form(name), [])
        if len(matches) == 1:
            return matches[0]
        if not matches:
            return row.fault("right", Message("sheet.right-unknown", {"right": name}))
        return row.fault(
            "right", Message("sheet.right-several", {"right": name, "count": len(matches)})
        )


def licences_without_ledger(
    named: Sequence[AuthorisedSeller], stored: Sequence[AuthorisedSeller]
) -> tuple[AuthorisedSeller, ...]:
    """The licences of a right whose table came without a ledger: a table holds plain names of shops only, so an
    empty cell changes nothing, and names leave the licences with a term, platform or goods as they are."""
    if not named:
        return tuple(stored)
    return without_plain_names((*named, *(seller for seller in stored if not _is_plain(seller))))


def without_plain_names(sellers: Sequence[AuthorisedSeller]) -> tuple[AuthorisedSeller, ...]:
    """A plain name of a shop falls away beside a licence of that shop with a term, platform or goods: it would
    lift them."""
    particular = {seller.shop for seller in sellers if not _is_plain(seller)}
    return tuple(
        seller for seller in sellers if seller.shop not in particular or not _is_plain(seller)
    )


def _is_plain(seller: AuthorisedSeller) -> bool:
    """Whether the licence is a shop's name and nothing else."""
    return seller == AuthorisedSeller(shop=seller.shop)


def with_licences(right: Right, rows: Sequence[SheetRow]) -> Right:
    """The right with the licences of these rows; a plain name of a shop that they name falls away, and a
    licence of the same shop on the same platform is what its row says."""
    sellers = [
        AuthorisedSeller(**{key: value for key, value in row.values.items() if key != "right"})
        for row in rows
    ]
    shops = {seller.shop for seller in sellers}
    places = {(seller.shop, seller.platform) for seller in sellers}
    unnamed = [
        seller
        for seller in right.authorised_sellers
        if (seller.shop, seller.platform) not in places
        and not (seller.shop in shops and _is_plain(seller))
    ]
    united = tuple(dict.fromkeys((*unnamed, *sellers)))
    return dataclasses.replace(right, authorised_sellers=united)
