"""What the commands on evidence print and copy."""

from __future__ import annotations

from pathlib import Path

from console.options.list_output import without_blanks
from storage.base.atomic_file import write_file
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.evidence.entries import Entry
from storage.evidence.renewal.proof_checks import with_record
from storage.files.vault import vault_of


def copy_package(package: Path, output: Path, effective: Settings) -> None:
    """Copy a package out, with its evidence record beside it where it has one."""
    vault = vault_of(effective)
    try:
        for name, path in with_record(package, str(output)).items():
            write_file(Path(name), vault.read(path))
    except OSError as error:
        raise StoreUnavailable("command.cannot-write", file=output, reason=error) from error


def waiting_text(lines: tuple[str, ...] | list[str]) -> str:
    return "; ".join(dict.fromkeys(lines))


def entry_line(entry: Entry) -> dict[str, object]:
    line: dict[str, object] = {
        "id": entry.id,
        "state": entry.state,
        "status": entry.status,
        "title": entry.title,
        "blocked": entry.blocked,
        "manifest": entry.manifest_sha256,
        "folder": str(entry.folder),
        "package": None if entry.package is None else str(entry.package),
        "waiting": list(entry.waiting) or None,
    }
    return without_blanks(line)
