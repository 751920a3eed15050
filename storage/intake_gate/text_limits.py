"""How long a text may be that people send (文字长度): one table for records of rights and for forms.

Characters; each was chosen by hand, well above what offices write. A sign is short: every one is written out
in the forms in which it may be disguised, which took 3.5 GB of memory for one of 2,000 characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.schema.storable_text import storable_text

RECORD_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "id": 100,
        "text": 100,
        "aliases": 100,
        "name": 300,
        "shop": 300,
        "platform": 100,
        "goods": 2000,
        "registration_no": 100,
        "email": 320,
        "phone": 100,
        "identity": 100,
        "address": 500,
        "family": 100,
        "images": 1000,
    }
)
"""Of a right's or holder's record, by its key; of a list, each member."""
_RECORD = 5000
"""Of any other key: remarks, notes."""
MOST_MEMBERS = 10_000
"""Members of a list in a record: shops, goods, aliases."""
FORM_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("text", "page"), 2**20),
        **dict.fromkeys(("url", "urls", "words", "lines"), 2**19),
        **dict.fromkeys(("prices", "meanings", "other_owners"), 2**19),
        **dict.fromkeys(("leads", "cards", "query", "back", "shape"), 2**19),
    }
)
"""Of a form's field that holds a whole file, a pasted table, a list, or what a page sends on to the next; a
row's field `text-3` counts as `text`."""
FORM_FIELD = 20_000
"""Of any other field of a form: a letter's paragraph, a remark."""


def check_record_text(key: str, value: object, where: str | Message) -> None:
    """Raises BadInput for a text, or a member of a list, that is longer than its key may be or no database holds."""
    most = RECORD_LIMITS.get(key, _RECORD)
    members = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    if len(members) > MOST_MEMBERS:
        raise BadInput("text.too-many", where=where, most=MOST_MEMBERS)
    if any(isinstance(member, str) and len(member) > most for member in members):
        raise BadInput("text.too-long", where=where, most=most)
    if any(isinstance(member, str) and storable_text(member) != member for member in members):
        raise BadInput("input.unstorable", reason=f"NUL or a lone surrogate: {where}")


def check_form_field(name: str, value: str) -> None:
    """Raises BadInput for a field of a form that is longer than it may be."""
    most = FORM_LIMITS.get(name.partition("-")[0], FORM_FIELD)
    if len(value) > most:
        raise BadInput("text.too-long", where=name, most=most)
