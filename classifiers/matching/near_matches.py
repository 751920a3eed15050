"""Near matches (近似命中): the places of a text that read like a form, before their cost is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.alphabet import Int32Array


class NearMatch(NamedTuple):
    """One place that reads like a form."""

    form: int
    """Number of the registered form."""
    start: int
    end: int
    """Half-open, in characters of the folded text."""
    spare: float
    """Bits that it tells beyond what is enough; below 0 where it is tentative (`tentative_forms`)."""
    infix: int | None = None
    """Place in the form before which a character was pushed in."""

    @property
    def tentative(self) -> bool:
        return self.spare < 0


@dataclass(frozen=True, kw_only=True, eq=False)
class NearMatches:
    """Many such places in columns of one shape (n,); most are dropped before one is looked at."""

    form: Int32Array
    start: Int32Array
    end: Int32Array
    spare: NDArray[np.float64]
    """Bits beyond what is enough."""
    infix: Int32Array
    """-1 where nothing was pushed in."""

    def __iter__(self) -> Iterator[NearMatch]:
        columns = (self.form, self.start, self.end, self.spare, self.infix)
        for form, start, end, spare, infix in zip(*(c.tolist() for c in columns), strict=True):
            yield NearMatch(form, start, end, spare, None if infix < 0 else infix)

    def where(self, mask: NDArray[np.bool_]) -> NearMatches:
        """The rows where `mask`, bool of shape (n,), is true."""
        return NearMatches(
            form=self.form[mask],
            start=self.start[mask],
            end=self.end[mask],
            spare=self.spare[mask],
            infix=self.infix[mask],
        )


def replaced_places(
    form: Int32Array, start: Int32Array, length: Int32Array | int, spare: NDArray[np.float64]
) -> NearMatches:
    """Places in which characters were replaced, none pushed in."""
    return NearMatches(
        form=form, start=start, end=start + length, spare=spare, infix=np.full(len(form), -1)
    )


def concatenated(parts: Sequence[NearMatches]) -> NearMatches:
    """All rows of all parts, in their order."""
    return NearMatches(
        form=np.concatenate([part.form for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        spare=np.concatenate([part.spare for part in parts]),
        infix=np.concatenate([part.infix for part in parts]),
    )


NO_NEAR_MATCHES = replaced_places(*(np.zeros(0, dtype=np.int32),) * 3, np.zeros(0))
