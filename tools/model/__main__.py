"""Fits the model that comes with the program and writes its card: `python -m tools.model VERSION`.

No command of the installed program does so: several offices may share one installation.
"""

from __future__ import annotations

import re
import sys

from classifiers.training.model_card import write_card
from classifiers.training.shipped_model import rebuild_shipped


def main(arguments: list[str]) -> int:
    """Returns the exit code: 2 for a version that is none."""
    if len(arguments) != 1 or not re.fullmatch(r"\d+(?:\.\d+){0,2}", arguments[0]):
        sys.stderr.write("usage: python -m tools.model VERSION, such as 7 or 7.1\n")
        return 2
    rebuild_shipped(arguments[0])
    sys.stdout.write(f"{write_card()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
