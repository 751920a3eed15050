"""Verification (校验): reading a package as a stranger would, and failing closed.

Every check is one line. A check that cannot be made has failed; nothing is taken from a database,
the network or the package's own word. The order is from the outside in: container, digest,
signature, signer, members, manifest, archive, time-stamps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.evidence.package import CheckFailed, OpenPackage, open_package
from storage.evidence.package_checks import (
    check_archive,
    check_digest,
    check_manifest,
    check_members,
    check_page,
    check_signature,
    check_signer,
)
from storage.evidence.package_times import check_web_archive_time, time_checks


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of a verification."""

    name: str
    passed: bool
    says: str
    """What holds, or what is wrong."""

    def line(self) -> str:
        return f"{self.name}: {'ok' if self.passed else 'FAILED'}, {self.says}"


_CHECKS: tuple[tuple[str, Callable[[OpenPackage], str]], ...] = (
    ("digest", check_digest),
    ("signature", check_signature),
    ("signer", check_signer),
    ("members", check_members),
    ("manifest", check_manifest),
    ("archive", check_archive),
    ("page", check_page),
    ("signature time", check_web_archive_time),
)


def verify_package(
    path: Path,
    *,
    anchors: Sequence[x509.Certificate],
    timestamp_anchors: Sequence[x509.Certificate],
    require_stamp: bool = False,
) -> tuple[Check, ...]:
    """Check a package; it holds only if every line passed. Raises BadInput for what is no package.

    `timestamp_anchors` may overlap `anchors`: an authority under the signer's own anchor is never
    taken for a third party.
    """
    begins = _first_bytes(path)
    if not begins.startswith(b"PK"):
        raise BadInput("evidence.no-package", path=path)
    try:
        package = open_package(path, anchors, timestamp_anchors)
    except CheckFailed as failure:
        return (Check(name="container", passed=False, says=str(failure)),)
    checks = [Check(name="container", passed=True, says=f"{len(package.files)} files")]
    checks += [_run(name, check, package) for name, check in _CHECKS]
    checks += [
        _run(name, check, package) for name, check in time_checks(package, required=require_stamp)
    ]
    return tuple(checks)


def _run(name: str, check: Callable[[OpenPackage], str], package: OpenPackage) -> Check:
    try:
        return Check(name=name, passed=True, says=check(package))
    except CheckFailed as failure:
        return Check(name=name, passed=False, says=" ".join(str(failure).split()))
    except Exception as error:
        # A package is hostile input for many parsers; one that gives up has not confirmed anything.
        says = f"cannot be checked: {type(error).__name__} {error}"
        return Check(name=name, passed=False, says=" ".join(says.split())[:300])


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
