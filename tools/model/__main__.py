"""Fits the model that comes with the program and writes its card: `python -m tools.model VERSION`.

`python -m tools.model card` measures the model as it is and writes the card alone, after rules have changed.

No command of the installed program does so: several offices may share one installation.
"""

from __future__ import annotations

import re
import sys

from classifiers.training.model_card import write_card
from classifiers.training.shipped_model import rebuild_shipped

_CARD_ALONE = "card"
"""What stands instead of a version where no model is fitted."""


def main(arguments: list[str]) -> int:
    """Returns the exit code: 2 for a version that is none."""
    version = arguments[0] if len(arguments) == 1 else ""
    if version != _CARD_ALONE and not re.fullmatch(r"\d+(?:\.\d+){0,2}", version):
        sys.stderr.write("usage: python -m tools.model VERSION, such as 7 or 7.1, or card\n")
        return 2
    if version != _CARD_ALONE:
        rebuild_shipped(version)
    sys.stdout.write(f"{write_card()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
