"""Compiled matchers kept on disk, by the hash of the forms they look for.

What is written out takes seconds to compile for ten thousand rights and a moment to read; near
forms are indexed anew each time, which is as quick. The files hold arrays and the automata's own
serialisation, no pickles; one that is damaged (each array has its checksum) is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from classifiers.characters.confusion_table import ARTEFACT
from classifiers.matching.matcher import Matcher, compile_forms
from classifiers.matching.pattern_automata import CompiledChannel
from classifiers.matching.registered_forms import forms_of
from classifiers.matching.sign_halves import Halves, halves_in
from classifiers.matching.variants import VariantChannel
from storage.base.atomic_file import replacing
from storage.records import RightsBook

_WORTH_KEEPING = 1000
"""Forms from which reading is clearly faster than compiling; chosen by hand."""
_PATTERN_CODE = tuple(
    Path(__file__).with_name(name)
    for name in ("variants.py", "tentative_variants.py", "registered_forms.py", "costs.py")
)


def matcher_for(book: RightsBook, folder: Path | None = None) -> Matcher:
    """The book's matcher, from `folder` where it lies there already."""
    forms, halves = forms_of(book), halves_in(book)
    if folder is None or len(forms) < _WORTH_KEEPING:
        return compile_forms(forms, halves)
    path = folder / f"matcher-{_key(forms, halves)}.npz"
    cached = _read(path, forms, halves)
    if cached is not None:
        return cached
    matcher = compile_forms(forms, halves)
    _keep(matcher, path)
    return matcher


def _key(forms: list[tuple[int, str]], halves: list[Halves]) -> str:
    content = json.dumps([forms, *map(asdict, halves), _code()], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """Hash of what patterns are made from: another table or rule makes another matcher."""
    digest = hashlib.sha256(ARTEFACT.read_bytes())
    for path in _PATTERN_CODE:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path, forms: list[tuple[int, str]], halves: list[Halves]) -> Matcher | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            channels = {
                channel: CompiledChannel(
                    automaton=CharwiseDoubleArrayAhoCorasick.deserialize(
                        arrays[f"{channel}-automaton"].tobytes()
                    ),
                    form=arrays[f"{channel}-form"],
                    how=arrays[f"{channel}-how"],
                    cost=arrays[f"{channel}-cost"],
                    tentative=arrays[f"{channel}-tentative"],
                )
                for channel in VariantChannel
                if f"{channel}-automaton" in arrays
            }
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return None
    return Matcher(forms, channels, halves)


def _keep(matcher: Matcher, path: Path) -> None:
    """Write the file whole or not at all; a full or read-only disk only costs time next run."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for channel, compiled in matcher.channels.items():
        arrays[f"{channel}-automaton"] = np.frombuffer(
            compiled.automaton.serialize(), dtype=np.uint8
        )
        arrays[f"{channel}-form"] = compiled.form
        arrays[f"{channel}-how"] = compiled.how
        arrays[f"{channel}-cost"] = compiled.cost
        arrays[f"{channel}-tentative"] = compiled.tentative
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial, partial.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
