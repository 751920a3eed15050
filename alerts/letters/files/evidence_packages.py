"""The evidence packages (固证包) that a letter cites, each checked against what the letter cites."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.manifest import MANIFEST
from storage.files.vault import vault_of
from storage.outgoing.notices import notice_leads
from storage.records.letter_facts import Facts
from storage.tables import EvidenceRow, NoticeRow


@dataclass(frozen=True, kw_only=True)
class CitedPackage:
    """One package that a letter cites by the hash of its manifest."""

    evidence_id: int
    manifest_sha256: str
    path: Path | None
    """None where the capture was not packed."""

    @property
    def name(self) -> str:
        return f"{self.evidence_id}.wacz"


def letter_packages(
    session: Session, settings: Settings, row: NoticeRow, facts: Facts
) -> Sequence[CitedPackage]:
    """The packages that an approved letter cites, in the order of their captures.

    Raises Refused where one is not there as it was cited: absent, damaged, or another.
    """
    cited = cited_manifests(facts)
    captures = _captures(session, row, cited)
    if lacking := cited - {capture.manifest_sha256 for capture in captures}:
        raise Refused("hand-in.no-evidence", notice=row.id, manifest=min(lacking))
    return [
        CitedPackage(
            evidence_id=capture.id,
            manifest_sha256=str(capture.manifest_sha256),
            path=_package(settings, capture) if capture.package else None,
        )
        for capture in captures
    ]


def cited_size(session: Session, settings: Settings, row: NoticeRow, facts: Facts) -> int:
    """Bytes of the packages that a letter or a draft cites, as they lie there; one that is absent counts as none."""
    captures = _captures(session, row, cited_manifests(facts))
    paths = [_path(settings, capture) for capture in captures if capture.package]
    return sum(path.stat().st_size for path in paths if path.is_file())


def cited_manifests(facts: Facts) -> set[str]:
    """SHA-256 of the manifests of the captures that a letter cites."""
    return {item.sha256 for item in facts.listings if item.sha256}


def _captures(session: Session, row: NoticeRow, cited: Collection[str]) -> Sequence[EvidenceRow]:
    """The captures of the letter's leads with these manifests, in their order."""
    query = sa.select(EvidenceRow).where(
        EvidenceRow.lead_id.in_(notice_leads(session, row.id)),
        EvidenceRow.manifest_sha256.in_(cited),
    )
    return session.scalars(query.order_by(EvidenceRow.id)).all()


def _path(settings: Settings, capture: EvidenceRow) -> Path:
    return settings.home / EVIDENCE_FOLDER / capture.folder / str(capture.package)


def _package(settings: Settings, capture: EvidenceRow) -> Path:
    path = _path(settings, capture)
    try:
        with vault_of(settings).open(path) as lying, zipfile.ZipFile(lying) as archive:
            manifest = hashlib.sha256(archive.read(MANIFEST)).hexdigest()
    except (OSError, KeyError, zipfile.BadZipFile):
        raise Refused("hand-in.package-damaged", evidence=capture.id) from None
    if manifest != capture.manifest_sha256:
        raise Refused("hand-in.other-manifest", evidence=capture.id)
    return path
