"""Whether what a backup holds is an office whose acts can still be proved, asked before it is restored."""

from __future__ import annotations

from pathlib import Path

from storage.base.database import open_database
from storage.base.errors import HubiaoError, Refused
from storage.base.message import Message, message_of
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.files.backup_trial import BackupTrial, keep_trial
from storage.files.restore import try_backup
from storage.tables.base import now

_TYPED_WRONG = frozenset({"backup.wrong-phrase"})
"""Says nothing against the backup where somebody typed the pass phrase."""


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


def try_and_keep(
    settings: Settings, source: Path, phrase: str | None, keys: Path | None = None
) -> Message:
    """Bring a backup back into a scratch folder, with every check of a restore, and keep how it ended.

    Raises as restoring does.
    """

    def check(unpacked: Settings) -> None:
        check_office(unpacked, source, accepts_broken_chain=False)

    try:
        message = try_backup(settings, source, check, phrase=phrase, keys=keys)
    except HubiaoError as error:
        if phrase is None or error.code not in _TYPED_WRONG:
            _keep(settings, source, error.message)
        raise
    except Exception as error:  # or the worker would begin anew every few minutes
        _keep(settings, source, message_of(error))
        raise
    _keep(settings, source, None)
    return message


def _keep(settings: Settings, source: Path, problem: Message | None) -> None:
    keep_trial(settings, BackupTrial(at=now(), name=source.name, problem=problem))
