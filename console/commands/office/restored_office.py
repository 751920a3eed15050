"""Whether what a backup holds is an office whose acts can still be proved, asked before it is restored."""

from __future__ import annotations

from pathlib import Path

from storage.base.database import open_database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit


def check_office(unpacked: Settings, source: Path, *, accepts_broken_chain: bool) -> None:
    """Bring the unpacked database up to this version and verify its audit chain.

    Raises Refused where the chain does not verify, StoreUnavailable for a database of a later version.
    """
    database = open_database(unpacked)
    try:
        failed = [check for check in check_audit(database, unpacked) if not check.passed]
    finally:
        database.close()
    if failed and not accepts_broken_chain:
        raise Refused("backup.chain-broken", path=source, reason=failed[0].says)
