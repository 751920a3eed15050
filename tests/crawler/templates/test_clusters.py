"""Pages of one kind wait for a template."""

from __future__ import annotations

from copy import copy

from crawler.templates.clusters import _MOST_EARLIER, Cluster
from crawler.templates.learning import SAMPLES
from crawler.templates.open_reading import OpenReading
from tests.crawler.templates.made_shops import page_of, sample_of, shelf


def test_a_page_too_many_waits_no_longer_for_a_template_that_will_not_be_asked_of_it() -> None:
    shape, goods = shelf(4)
    first = sample_of(page_of(shape, goods[0], goods))
    samples = []
    for number in range(SAMPLES + _MOST_EARLIER + 2):
        sample = copy(first)
        sample.url, sample.digest = f"{first.url}?{number}", bytes([number])
        sample.opening = OpenReading()
        samples.append(sample)
    cluster = Cluster(core=first.skeleton)
    for sample in samples:
        cluster.add(sample)
    assert [each.opening.is_settled for each in samples[:3]] == [True, True, False]
    assert set(samples[2:]) == {*cluster.earlier, *cluster.samples}
