"""What Prometheus reads: rows that wait, and how long pages take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.base.database import Database
from storage.views.backlog import read_backlog
from storage.views.lead_queue import count_by_state

_BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.5, 5.0)


class Metrics:
    """The figures of one served console."""

    def __init__(self, database: Database) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Rows(database))
        self._pages = Histogram(
            "hubiao_page_seconds",
            "Server time of a page.",
            ["path"],
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def observe(self, path: str, seconds: float) -> None:
        """Count one answered request; `path` is the route's, without its numbers."""
        self._pages.labels(path).observe(seconds)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self._registry)


class _Rows(Collector):
    """Counted when Prometheus asks, not before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        with self._database.read() as session:
            backlog = asdict(read_backlog(session))
            states = count_by_state(session)
        for name, value in backlog.items():
            yield GaugeMetricFamily(f"hubiao_{name}", f"Rows: {name.replace('_', ' ')}.", value)
        leads = GaugeMetricFamily("hubiao_leads_by_state", "Leads by state.", labels=["state"])
        for state, count in sorted(states.items()):
            leads.add_metric([state], count)
        yield leads
