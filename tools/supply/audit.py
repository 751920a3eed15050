"""What an audit of the locked packages came to, in words that do not call silence safety.

pip-audit ends with "No known vulnerabilities found" and 0 where it could look nothing up, which is what happens behind
a mirror that answers no such questions: `python -m tools.supply.audit LOCK ANSWER.json ERRORS.txt`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools.supply.bill import locked_packages


def audit_words(lock: str, answer: str, errors: str) -> tuple[int, str]:
    """Exit code and words: 0 all looked up and nothing known, 1 something known, 2 some not looked up."""
    try:
        entries = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        entries = []
    looked_up = {entry["name"].lower() for entry in entries if "vulns" in entry}
    lines = [
        f"{entry['name']} {entry['version']}: {fault['id']} ({', '.join(fault['aliases'])})"
        f", mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for entry in entries
        for fault in entry.get("vulns", [])
    ]
    missing = [name for name in locked_packages(lock) if name not in looked_up]
    if not looked_up:
        reason = errors.strip().rpartition("\n")[2]
        if not reason or reason.startswith("No known"):
            reason = "it knows none of the packages"
        return (
            2,
            f"audit: NOT DONE: this database of vulnerabilities cannot be asked from here: {reason}",
        )
    if missing:
        lines.append(f"audit: NOT LOOKED UP ({len(missing)}): {', '.join(missing)}")
    lines.append(
        f"audit: {len(looked_up)} packages looked up, {len(lines) - bool(missing)} faults known"
    )
    faulty = len(lines) - 1 - bool(missing) > 0
    return (1 if faulty else 2 if missing else 0), "\n".join(lines)


def main(lock: Path, answer: Path, errors: Path) -> int:
    """Print the words. Returns the exit code."""
    code, words = audit_words(*(path.read_text("utf-8") for path in (lock, answer, errors)))
    sys.stdout.write(words + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
