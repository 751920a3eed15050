"""A package from another office as this one found it (核验结果): its description and a line a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.base.compact_text import compact
from storage.base.message import Message
from storage.base.settings import Settings
from storage.evidence.renewal.algorithms import read_ages
from storage.intake_gate.file_limits import FileKind
from storage.intake_gate.gate import read_foreign
from storage.records.outside.check import Check
from storage.records.outside.transfer import TransferDescription
from storage.transfers.description_file import description_of
from storage.transfers.package_check import read_package
from storage.transfers.trusted_signers import TrustedSigners


@dataclass(frozen=True, kw_only=True)
class PackedAnchor:
    """An anchor that came in the package: nobody's word but the sender's, until it is compared."""

    name: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class CheckedPackage:
    """What a package says, and what was found of it."""

    description: TransferDescription
    checks: tuple[Check, ...]
    anchors: tuple[PackedAnchor, ...]
    sender: str
    """SHA-256 fingerprint of the sender's anchor; empty where this office trusts none."""

    @property
    def holds(self) -> bool:
        """Whether every line passed: only such a package is received."""
        return all(check.passed for check in self.checks)


def check_package(
    settings: Settings, content: bytes, name: str, trusted: TrustedSigners
) -> CheckedPackage:
    """Check a package, in a process of its own. Raises BadInput for what is no package of a transfer, is
    damaged, or costs more than it may."""
    stored, lines, anchors, sender = read_foreign(
        FileKind.TRANSFER,
        read_package,
        content,
        name,
        trusted.to_plain(),
        datetime.now(UTC),
        read_ages(settings.algorithm_ends),
    )
    return CheckedPackage(
        description=description_of(stored, name),
        checks=tuple(map(Check.from_json, lines)),
        anchors=tuple(PackedAnchor(name=n, fingerprint=f) for n, f in anchors),
        sender=sender,
    )


def remarks_on(description: TransferDescription, settings: Settings) -> Sequence[Message]:
    """What the receiving officer has to know at once, beside that the package is whole."""
    remarks = []
    recipient = description.letter.recipient
    if compact(recipient) != compact(settings.office_name):
        remarks.append(Message("transfer.other-recipient", {"recipient": recipient or "—"}))
    if bare := [lead.number for lead in description.leads if not lead.captures]:
        remarks.append(Message("transfer.no-captures", {"leads": "、".join(map(str, bare))}))
    return remarks
