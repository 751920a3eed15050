"""Prints the mutants of one file as JSON, by mutmut's generator: `.venv/supply/bin/python generator.py FILE`.

Each is `{"line": number, "source": the whole changed file}`. Needs nothing of the
project, since mutmut lies in an environment of its own.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any


def mutants(code: str, file: str) -> list[dict[str, Any]]:
    """The mutants of a file that Python compiles and that differ from it, in the order of their places."""
    creation = importlib.import_module("mutmut.mutation.file_mutation")
    metadata = importlib.import_module("libcst.metadata")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("setup.cfg").write_text("[mutmut]\nsource_paths=.\n")  # it will not begin without
        module, changes, *_ = creation.create_mutations(file, code)
    places = metadata.MetadataWrapper(module, unsafe_skip_copy=True).resolve(
        metadata.PositionProvider
    )
    drawn = []
    for change in changes:
        source = module.deep_replace(change.original_node, change.mutated_node).code
        if source != code and _compiles(source, file):
            line = places[change.original_node].start.line
            drawn.append({"line": line, "source": source})
    return sorted(drawn, key=lambda mutant: mutant["line"])


def _compiles(source: str, file: str) -> bool:
    try:
        compile(source, file, "exec")
    except SyntaxError:
        return False
    return True


if __name__ == "__main__":
    sys.stdout.write(json.dumps(mutants(Path(sys.argv[1]).read_text("utf-8"), sys.argv[1])))
