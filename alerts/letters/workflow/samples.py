"""Renders a sample of every letter type from the tests' made-up facts: `make samples`.

`python -m alerts.letters.workflow.samples [FOLDER]` writes DOCX and PDF into it (default build/samples).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from alerts.letters.model.letter_kind import kinds
from alerts.letters.render.letter_files import render
from storage.base.errors import BadInput
from storage.files.text_file import read_text
from storage.files.yaml_file import load_yaml
from storage.records.letter_facts import read_facts

LETTERS = Path("tests") / "letters"
SAMPLE_DAY = date(2026, 11, 22)
"""The made-up rights are in force on that day, whatever the calendar says."""


def render_samples(folder: Path, letters: Path = LETTERS) -> list[Path]:
    """One approved letter of every kind into `folder`. Raises BadInput where facts are absent."""
    if not letters.is_dir():
        raise BadInput("samples.no-facts", folder=letters)
    written = []
    for kind in kinds().values():
        path = letters / kind.slug / "facts.yml"
        facts = read_facts(load_yaml(read_text(path), str(path)), str(path))
        made = render(kind, facts, folder, today=SAMPLE_DAY, draft=False)
        written += [made.docx, made.pdf]
    return written


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build") / "samples"
    for path in render_samples(folder):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
