"""Records of a rights file: a holder, a right and what belongs to it, each key read by its own reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.tier_care import AT_ONCE
from storage.files.yaml_file import MarkedMapping
from storage.intake_gate.text_limits import check_record_text
from storage.records import (
    AuthorisedSeller,
    Meaning,
    Origin,
    OtherOwner,
    ReferencePrice,
    Right,
    RightHolder,
)
from storage.rights.dates import is_reversed
from storage.rights.import_faults import FaultList
from storage.rights.import_lines import meaning_lines, owner_lines, price_lines
from storage.rights.import_values import (
    Place,
    a_bool,
    a_count,
    a_date,
    a_kind,
    a_rhythm,
    a_season,
    a_sense,
    a_text,
    an_amount,
    classes,
    hosts,
    mapping,
    paths,
    records,
    remarks,
    texts,
    words,
)

Reader = Callable[[Any, Place], Any]
_LONGEST_CELL = 100_000
"""Characters of a value before it is split into a list; chosen by hand, above Excel's 32,767 of a cell."""


def read_right_value(key: str, value: Any, where: Place | None = None) -> Any:
    """The value of one key of a right, as a file would hold it. Raises BadInput."""
    return _read_value(RIGHT_READERS, key, value, key if where is None else where)


def read_holder_value(key: str, value: Any, where: Place) -> Any:
    """The value of one key of a holder, as a file would hold it. Raises BadInput."""
    return _read_value(HOLDER_READERS, key, value, where)


def read_licence_value(key: str, value: Any, where: Place) -> Any:
    """The value of one key of a licence, or of the right that it is of. Raises BadInput."""
    return a_text(value, where) if key == "right" else _read_value(_SELLER, key, value, where)


def read_holder(value: Any, where: Place) -> RightHolder:
    """A holder; one whose tier is named and is not the first gets its alerts gathered, unless it says
    how it wants them."""
    return holder_of(_fields(value, where, HOLDER_READERS, required=("id", "name")))


def holder_of(fields: Mapping[str, Any]) -> RightHolder:
    """The holder of keys that are read; its alerts follow its tier where they are not named."""
    rhythm = {"alerts": "daily"} if fields.get("tier", AT_ONCE) > AT_ONCE else {}
    return RightHolder(**{**rhythm, **fields})


def read_right_record(value: Any, where: Place) -> Right:
    fields = _fields(value, where, RIGHT_READERS, required=("id", "text"))
    refuse_no_letter(fields["text"], where)
    right = Right(**fields)
    refuse_reversed_term(right, where)
    return right


def refuse_reversed_term(term: Right | AuthorisedSeller, where: Place) -> None:
    """Raises BadInput for a right or a licence that ends before it starts."""
    if is_reversed(term.valid_from, term.valid_until):
        code = "licence.reversed" if isinstance(term, AuthorisedSeller) else "right.reversed"
        place = at_key(where, "valid_until")
        raise BadInput("rights-file.bad-value", where=place, reason=Message(code))


def refuse_no_letter(text: str, where: Place) -> None:
    """Raises BadInput for a sign in which nothing can be looked for."""
    if not any(character.isalnum() for character in text):
        raise BadInput("rights-file.no-letter", where=where)


def _seller(value: Any, where: Place) -> AuthorisedSeller:
    if not isinstance(value, Mapping):
        return AuthorisedSeller(shop=a_text(value, where))
    seller = AuthorisedSeller(**_fields(value, where, _SELLER, required=("shop",)))
    refuse_reversed_term(seller, where)
    return seller


def _sellers(value: Any, where: Place) -> tuple[AuthorisedSeller, ...]:
    if isinstance(value, str):
        value = texts(value, where)
    return records(value, where, _seller)


def _origin(value: Any, where: Place) -> Origin:
    if isinstance(value, str | list):
        return Origin(places=texts(value, where))
    return Origin(
        **_fields(value, where, {"places": words, "season": a_season, "yearly_tonnes": an_amount})
    )


def _reference_price(value: Any, where: Place) -> ReferencePrice:
    return ReferencePrice(**_fields(value, where, _PRICE, required=tuple(_PRICE)))


def _reference_prices(value: Any, where: Place) -> tuple[ReferencePrice, ...]:
    return records(price_lines(value, where), where, _reference_price)


def _meaning(value: Any, where: Place) -> Meaning:
    return Meaning(**_fields(value, where, _MEANING, required=("text", "sense")))


def _meanings(value: Any, where: Place) -> tuple[Meaning, ...]:
    return records(meaning_lines(value, where), where, _meaning)


def _other_owner(value: Any, where: Place) -> OtherOwner:
    return OtherOwner(**_fields(value, where, _OTHER_OWNER, required=("text", "owner")))


def _other_owners(value: Any, where: Place) -> tuple[OtherOwner, ...]:
    return records(owner_lines(value, where), where, _other_owner)


def _fields(
    value: Any, where: Place, readers: Mapping[str, Reader], required: tuple[str, ...] = ()
) -> dict[str, Any]:
    values = {
        key: item for key, item in mapping(value, where).items() if item is not None and item != ""
    }
    if "id" in values:
        where = Message("rights-file.named", {"where": where, "id": values["id"]})
    faults = FaultList()
    faults.read(partial(refuse_unknown, mapping(value, where), set(readers), where))
    missing = [key for key in required if key not in values or not str(values[key]).strip()]
    for key in missing:
        faults.add(BadInput("rights-file.missing", where=where, key=key))
    fields = {
        key: faults.read(
            partial(_read_value, readers, key, item, at_key(where, key, _line(value, key)))
        )
        for key, item in values.items()
        if key in readers and key not in missing
    }
    faults.refuse()
    return fields


def _read_value(readers: Mapping[str, Reader], key: str, item: Any, where: Place) -> Any:
    """One value, as long as it may be before and after it is read. Raises BadInput."""
    if isinstance(item, str) and len(item) > _LONGEST_CELL:
        raise BadInput("text.too-long", where=where, most=_LONGEST_CELL)
    read = readers[key](item, where)
    check_record_text(key, read, where)
    return read


def _line(values: Mapping[Any, Any], key: Any) -> int | None:
    """Line of a key that stands on another line than its record begins on."""
    if not isinstance(values, MarkedMapping):
        return None
    line = values.key_lines.get(str(key))
    return None if line == values.line else line


def at_key(where: Place, key: str, line: int | None = None) -> Message:
    if line is not None:
        return Message("rights-file.key-at", {"where": where, "key": key, "line": line})
    return Message("rights-file.key", {"where": where, "key": key})


def refuse_unknown(values: Mapping[Any, Any], keys: set[str], where: Place) -> None:
    """Raises BadInput that names every key which nobody reads."""
    faults = FaultList()
    for key in values:
        if key not in keys:
            line = _line(values, key)
            at_line = Message("rights-file.line", {"where": where, "line": line}) if line else where
            faults.add(
                BadInput("rights-file.unknown-key", where=at_line, key=key, keys=sorted(keys))
            )
    faults.refuse()


def refuse_twins(ids: list[str], where: Place) -> None:
    """Raises BadInput that names every id which stands twice."""
    faults = FaultList()
    for number, count in Counter(ids).items():
        if count > 1:
            faults.add(BadInput("rights-file.twice", where=where, id=number))
    faults.refuse()


HOLDER_READERS: dict[str, Reader] = {
    **dict.fromkeys(("id", "name", "email", "identity", "address", "contact", "phone"), a_text),
    "tier": a_count,
    "websites": hosts,
    "alerts": a_rhythm,
    "verified": a_bool,
}
_SELLER: dict[str, Reader] = {
    "shop": a_text,
    "platform": a_text,
    "goods": words,
    "valid_from": a_date,
    "valid_until": a_date,
}
_MEANING: dict[str, Reader] = {"text": a_text, "sense": a_sense, "note": a_text}
_OTHER_OWNER: dict[str, Reader] = {
    **dict.fromkeys(("text", "owner", "note"), a_text),
    "shops": texts,
    "goods": words,
    "since": a_date,
}
_PRICE: dict[str, Reader] = {"goods": a_text, "unit": a_text, "low": an_amount, "high": an_amount}
RIGHT_READERS: dict[str, Reader] = {
    **dict.fromkeys(("id", "text", "registration_no", "holder", "family", "note"), a_text),
    **dict.fromkeys(("goods", "place", "product"), words),
    **dict.fromkeys(("valid_from", "valid_until", "renewal_filed"), a_date),
    **dict.fromkeys(("generic", "verified", "well_known"), a_bool),
    "aliases": texts,
    "images": paths,
    "notes": remarks,
    "meanings": _meanings,
    "other_owners": _other_owners,
    "kind": a_kind,
    "classes": classes,
    "authorised_sellers": _sellers,
    "origin": _origin,
    "reference_prices": _reference_prices,
}
RIGHT_KEYS = (
    "id", "text", "kind", "registration_no", "classes", "goods", "holder", "aliases",
    "valid_from", "valid_until", "renewal_filed", "authorised_sellers", "origin", "reference_prices", "images",
    "family", "generic", "well_known", "place", "product", "meanings", "other_owners", "notes",
    "verified", "note",
)  # fmt: skip
"""Keys of a right in the order in which a table shows them."""
