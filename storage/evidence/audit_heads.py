"""Heads of the audit (留痕日封): its newest hash, signed and time-stamped once a day.

A chain shows that nothing inside it was changed; that nothing was cut off its end or written anew
from the start is shown by heads that were signed, stamped and copied elsewhere at their time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.audit import trail
from storage.base.atomic_file import write_file
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.evidence.entries import authorities
from storage.evidence.manifest import to_bytes, token_path
from storage.evidence.signing import fingerprint, office_key
from storage.evidence.timestamp_authority import NotStamped, Stamper
from storage.tables import AuditHeadRow, AuditRow

FORMAT = "hubiao-audit-head-1"
HEADS = "audit/heads"
STATEMENT = "head.json"
SIGNATURE = "head.sig"
SIGNER = "signer.pem"
ACT = "audit.head"
_EVERY = timedelta(days=1)
"""A head a day, so that at most a day of acts has no signed witness."""


@dataclass(frozen=True, kw_only=True)
class AuditHead:
    """One stated head: so many entries, the newest of which had this hash."""

    folder: Path
    number: int
    hash: str
    at: datetime
    authorities: tuple[str, ...]

    @property
    def waiting(self) -> list[int]:
        """Numbers (from 1) of the authorities whose token is not there yet."""
        count = len(self.authorities)
        return [n for n in range(1, count + 1) if not (self.folder / token_path(n)).exists()]


def read_heads(settings: Settings) -> list[AuditHead]:
    """The heads in the data folder, oldest first. Raises StoreUnavailable for a broken one."""
    heads = []
    for path in sorted((settings.home / HEADS).glob(f"*/{STATEMENT}")):
        try:
            statement = json.loads(path.read_bytes())
            heads.append(
                AuditHead(
                    folder=path.parent,
                    number=int(statement["number"]),
                    hash=str(statement["hash"]),
                    at=datetime.fromisoformat(statement["at"]),
                    authorities=tuple(statement["authorities"]),
                )
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(
                "audit-head.unreadable", path=path, reason=message_of(error)
            ) from error
    return heads


def state_head(database: Database, settings: Settings) -> AuditHead | None:
    """Sign the newest entry and ask for its time-stamps; None where nothing new happened."""
    with database.read() as session:
        head = session.get(AuditHeadRow, 1)
        if head is None or not _news(session, head.number):
            return None
        number, value = head.number, head.hash
    folder = _write(settings, number, value)
    with database.begin() as session:
        trail.record(session, actor="system", act=ACT, subject=f"audit:{number}", hash=value)
    stamp_heads(settings)
    return next(head for head in read_heads(settings) if head.folder == folder)


def state_head_if_due(database: Database, settings: Settings) -> int:
    """The daily head, and tokens that were late; how many heads were stated or stamped."""
    heads = read_heads(settings)
    due = not heads or datetime.now(UTC) - heads[-1].at >= _EVERY
    new_heads = int(due and state_head(database, settings) is not None)
    return new_heads + stamp_heads(settings)


def stamp_heads(settings: Settings) -> int:
    """Fetch tokens that are missing; how many heads are complete that were not before."""
    waiting = [head for head in read_heads(settings) if head.waiting]
    stampers = authorities(settings) if waiting else ()
    return sum(_stamp(head, stampers) for head in waiting)


def _stamp(head: AuditHead, stampers: Sequence[Stamper]) -> bool:
    by_url = {stamper.url: stamper for stamper in stampers}
    data = (head.folder / STATEMENT).read_bytes()
    for number in head.waiting:
        stamper = by_url.get(head.authorities[number - 1])
        if stamper is None:
            return False
        try:
            write_file(head.folder / token_path(number), stamper.stamp(data).raw)
        except NotStamped:
            return False
    return True


def _news(session: Any, number: int) -> bool:
    """Whether anything but the stating of a head was entered since the last head."""
    last = session.scalar(sa.select(sa.func.max(AuditRow.id)).where(AuditRow.act == ACT))
    return bool(number > (last or 0))


def _write(settings: Settings, number: int, value: str) -> Path:
    key = office_key(settings.home, office=settings.office_name)
    at = datetime.now(UTC)
    statement = {
        "format": FORMAT,
        "number": number,
        "hash": value,
        "at": at.isoformat(),
        "authorities": list(settings.timestamp_urls),
        "signer": fingerprint(key.certificate),
    }
    data = to_bytes(statement)
    folder = settings.folder(HEADS) / f"{at:%Y%m%dT%H%M%S}-{number:08d}"
    try:
        write_file(folder / SIGNER, key.chain_pem.encode())
        write_file(folder / SIGNATURE, key.sign(data))
        write_file(folder / STATEMENT, data)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=folder, reason=message_of(error)) from error
    return folder


def statement_hash(head: AuditHead) -> str:
    """SHA-256 of the statement, to be read out or printed."""
    return hashlib.sha256((head.folder / STATEMENT).read_bytes()).hexdigest()
