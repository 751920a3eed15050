"""Pages gathered by kind until a template can be learnt (样本归类)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.templates.learning import EARLY_SAMPLES, SAMPLES
from crawler.templates.sample import Sample
from crawler.templates.skeleton import Skeleton, likeness

_ALIKE = 0.6
"""Likeness of skeletons from which two pages are of one kind; chosen by hand."""
_FEWEST_NAMES = 4
"""Names beside the chrome from which kinds are told apart by them alone; chosen by hand."""
_MOST_CLUSTERS = 6
"""Kinds of one shape of address for which samples wait; chosen by hand, to bound memory."""
_MOST_OTHERS = 12
"""Skeletons of pages that are no goods; chosen by hand."""
_SAME = 0.95
"""Likeness from which a further skeleton of no goods says nothing new."""
_MOST_EARLIER = 24
"""Earlier pages that wait in memory; chosen by hand."""
_MOST_TRIALS = 3
"""Times that learning one kind is tried, each with twice as many pages before it; chosen by hand."""


@dataclass(eq=False)
class Cluster:
    """Samples of one kind of page."""

    core: Skeleton
    samples: list[Sample] = field(default_factory=list)
    earlier: list[Sample] = field(default_factory=list)
    """Pages that taught nothing; they are read anew when a template is learnt at last."""
    pages: int = 0
    """Different pages that it was made of."""
    trials: int = 0

    def add(self, sample: Sample) -> bool:
        """Take a page in, unless it shows what another one showed. Is the cluster ready to be learnt of?"""
        if any(_shows_same(sample, earlier) for earlier in (*self.earlier, *self.samples)):
            return False
        self.core &= sample.skeleton
        earlier = [*self.earlier, *self.samples[: -(SAMPLES - 1)]]
        for forgotten in earlier[:-_MOST_EARLIER]:
            forgotten.opening.settle()
        self.earlier = earlier[-_MOST_EARLIER:]
        self.samples = [*self.samples[-(SAMPLES - 1) :], sample]
        self.pages += 1
        return self.is_early or (self.may_teach and self.pages >= SAMPLES * 2**self.trials)

    @property
    def may_teach(self) -> bool:
        """Is a template still to be learnt of it?"""
        return self.trials < _MOST_TRIALS

    def settle(self) -> None:
        """The readings of its pages stay as they are."""
        for sample in (*self.earlier, *self.samples):
            sample.opening.settle()

    @property
    def is_early(self) -> bool:
        """Is learning tried of few pages? At that number alone, and it does not count as a trial."""
        return self.pages == EARLY_SAMPLES and all(
            sample.has_machine_data for sample in self.samples
        )


def _shows_same(a: Sample, b: Sample) -> bool:
    return a.digest == b.digest or a.url == b.url


def _likeness(core: Skeleton, skeleton: Skeleton, chrome: Skeleton) -> float:
    named, page = core - chrome, skeleton - chrome
    if min(len(named), len(page)) < _FEWEST_NAMES:
        return likeness(core, skeleton)
    return likeness(named, page)


class Clusters:
    """All clusters of one shape of address on one host."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []

    def cluster_of(self, skeleton: Skeleton, chrome: Skeleton) -> Cluster:
        """The cluster that is most like this page, a new one where none is.

        Names that pages without goods have, too (`chrome`: head, menu, foot), do not tell kinds of
        goods pages apart.
        """
        scored = [
            (_likeness(cluster.core, skeleton, chrome), at)
            for at, cluster in enumerate(self.clusters)
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= _ALIKE:
            return self.clusters[best[1]]
        cluster = Cluster(core=skeleton)
        for former in self.clusters[: -(_MOST_CLUSTERS - 1)]:
            former.settle()
        self.clusters = [*self.clusters[-(_MOST_CLUSTERS - 1) :], cluster]
        return cluster

    def remove(self, cluster: Cluster) -> None:
        """Forget a cluster of which a template was learnt."""
        self.clusters.remove(cluster)


class OtherPages:
    """Skeletons of a host's pages that are no goods."""

    def __init__(self) -> None:
        self.skeletons: list[Skeleton] = []
        self.chrome: Skeleton = frozenset()
        """Names that any of them has."""

    def add(self, skeletons: Iterable[Skeleton]) -> None:
        """Remember them, each kind once."""
        for skeleton in skeletons:
            if len(self.skeletons) < _MOST_OTHERS and all(
                likeness(skeleton, earlier) < _SAME for earlier in self.skeletons
            ):
                self.skeletons.append(skeleton)
                self.chrome |= skeleton
