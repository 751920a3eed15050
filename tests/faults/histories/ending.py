"""What holds once a history has come to its quiet end, beside what holds after every step (invariants.py)."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from console.commands.office.restored_office import check_office
from storage.base.errors import HubiaoError
from storage.base.vocabulary import MailState
from storage.files.restore import read_backup
from storage.tables import LeadRow, ListingRow, OutboxRow
from tests.faults.histories.office import Office


def mails_wait(office: Office) -> bool:
    """Whether a mail is yet to be sent."""
    query = sa.select(sa.func.count()).where(
        OutboxRow.state.in_((MailState.QUEUED, MailState.SENDING))
    )
    with office.database() as database, database.read() as session:
        return bool(session.scalar(query))


def unfinished(office: Office) -> list[str]:
    """A line for each listing that infringes and is no lead, and one where a mail waits."""
    with office.database() as database, database.read() as session:
        infringing = session.scalars(
            sa.select(ListingRow.key).where(
                ListingRow.title.contains("天赋河套") | ListingRow.title.contains("阴山红")
            )
        ).all()
        leads = session.scalars(
            sa.select(ListingRow.key).join(LeadRow, LeadRow.listing_id == ListingRow.id)
        )
        missed = set(infringing) - set(leads)
    lines = [f"listing {key} infringes and is no lead" for key in missed]
    return [*lines, "a mail waits for ever"] if mails_wait(office) else lines


def restore_faults(office: Office, backup: Path) -> list[str]:
    """Nothing where the backup opens as an office of its own whose audit chain verifies; else a line that says why
    not."""
    restored = office.settings.model_copy(update={"home": office.settings.home.parent / "restored"})
    check = partial(check_office, source=backup, accepts_broken_chain=False)
    try:
        read_backup(restored, backup, check)
    except HubiaoError as error:
        return [f"{backup.name}: {error}"]
    finally:
        shutil.rmtree(restored.home, ignore_errors=True)
    return []
