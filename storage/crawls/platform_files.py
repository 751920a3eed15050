"""平台档案 of the office: YAML files in the data folder, every version kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.atomic_file import write_file
from storage.base.errors import BadInput, NotFound, StoreUnavailable
from storage.base.settings import OFFICE_PROFILES, Settings
from storage.tables import AuditRow

LARGEST = 100_000
"""Characters of a profile; chosen by hand, many times the longest that is shipped."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True, kw_only=True)
class ProfileVersion:
    """One kept version of a profile."""

    number: int
    saved_at: datetime


def office_profiles(settings: Settings) -> dict[str, str]:
    """The profiles in force that the office wrote, by name."""
    folder = settings.home / OFFICE_PROFILES
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.yml"))}


def profile_versions(settings: Settings, name: str) -> list[ProfileVersion]:
    """The versions of one profile, newest first."""
    return [
        ProfileVersion(
            number=int(path.stem), saved_at=datetime.fromtimestamp(path.stat().st_mtime, UTC)
        )
        for path in sorted(_versions(settings, name).glob("*.yml"), reverse=True)
    ]


def profile_savers(session: Session, name: str) -> dict[int, str]:
    """Who saved each version of a profile, by its number."""
    acts = session.scalars(
        sa.select(AuditRow).where(
            AuditRow.subject == f"platform:{name}", AuditRow.act == "platform.save"
        )
    )
    return {int(act.detail["version"]): act.actor for act in acts}


def read_version(settings: Settings, name: str, number: int) -> str:
    """The text of one version. Raises NotFound."""
    path = _versions(settings, name) / f"{number:04d}.yml"
    if not path.is_file():
        raise NotFound("profile.version-unknown", name=name, number=number)
    return path.read_text("utf-8")


def save_profile(session: Session, settings: Settings, name: str, text: str, *, actor: str) -> int:
    """Put a checked text in force as a new version. Gives its number.

    The caller has it read strictly first: crawls use the saved text.
    """
    check_name(name)
    folder = _versions(settings, name)
    folder.mkdir(parents=True, exist_ok=True)
    number = max((version.number for version in profile_versions(settings, name)), default=0) + 1
    _write(folder / f"{number:04d}.yml", text)
    _write(settings.home / OFFICE_PROFILES / f"{name}.yml", text)
    trail.record(
        session, actor=actor, act="platform.save", subject=f"platform:{name}", version=number
    )
    return number


def drop_profile(session: Session, settings: Settings, name: str, *, actor: str) -> None:
    """Return to the shipped profile, or to none; the versions stay. Raises NotFound."""
    path = settings.home / OFFICE_PROFILES / f"{check_name(name)}.yml"
    if not path.is_file():
        raise NotFound("profile.not-own", name=name)
    path.unlink()
    trail.record(session, actor=actor, act="platform.drop", subject=f"platform:{name}")


def was_dropped(session: Session, name: str) -> bool:
    """Whether the office did without its own profile just before it saved the newest version."""
    acts = session.scalars(
        sa.select(AuditRow.act)
        .where(
            AuditRow.subject == f"platform:{name}",
            AuditRow.act.in_(("platform.save", "platform.drop")),
        )
        .order_by(AuditRow.id.desc())
        .limit(2)
    ).all()
    return list(acts[1:]) == ["platform.drop"]


def check_name(name: str) -> str:
    """A name that is also a file's. Raises BadInput."""
    if not _NAME.fullmatch(name):
        raise BadInput("profile.bad-name")
    return name


def _versions(settings: Settings, name: str) -> Path:
    return settings.home / OFFICE_PROFILES / "versions" / check_name(name)


def _write(path: Path, text: str) -> None:
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=error) from error
