"""Whether further decided matters would better the model: `python -m tools.model.more_matters [FILE...]`.

The files are in the form of `classifiers/training/data/matters`; the matters that are held out are tried with
them. Prints for each of three models what the card says of decided matters. Changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from classifiers.training.matters import MatterPart, read_matters, rows_of
from classifiers.training.model_card import decidable_table
from classifiers.training.more_matters import try_matters
from classifiers.training.shipped_model import made_rows


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    rows = rows_of(MatterPart.HELD_OUT)
    for name in arguments:
        rows += read_matters(Path(name))
    trial = try_matters(rows, made_rows())
    for title, listings in (
        ("the shipped model", trial.shipped),
        ("fitted anew on what it learns from", trial.anew),
        ("with the further matters, cross-validated", trial.crossed),
    ):
        sys.stdout.write(f"{title}\n\n{decidable_table(listings)}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
