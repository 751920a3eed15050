"""The rights of a received package as a rights file (权利资料), for an administrator who wants to import them:
not verified, without licences."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from storage.base.errors import BadInput
from storage.records import Right, RightHolder, RightsBook
from storage.records.outside.transfer import TransferredLead, TransferredRight
from storage.rights.export_file import rights_document

_RECORD_ERRORS = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What a record raises that is none."""


def rights_file(leads: Sequence[TransferredLead], office: str) -> str:
    """The rights of these leads, each once, as YAML. Raises BadInput for a record that cannot be read."""
    rights: dict[str, Right] = {}
    holders: dict[str, RightHolder] = {}
    try:
        for lead in leads:
            right = _right(lead.right, office)
            rights[right.id] = right
            if right.holder:
                holders[right.holder] = RightHolder(
                    id=right.holder,
                    name=lead.right.holder or right.holder,
                    identity=lead.right.holder_identity or None,
                    verified=False,
                )
        book = RightsBook(holders=tuple(holders.values()), rights=tuple(rights.values()))
        return yaml.safe_dump(rights_document(book), allow_unicode=True, sort_keys=False)
    except _RECORD_ERRORS as error:
        raise BadInput("transfer.no-right", reason=type(error).__name__) from error


def _right(transferred: TransferredRight, office: str) -> Right:
    changes = {
        "verified": False,
        "authorised_sellers": (),
        "notes": [f"{office}移送时提供，待核实"],
    }
    return Right.from_json({**transferred.record, **changes})
