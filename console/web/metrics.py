"""What Prometheus reads: rows that wait, what the checks find, and how long pages take.

deploy/prometheus/alerts.yml and deploy/grafana/hubiao.json name these metrics.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from console.health.finding import CheckOutcome
from console.health.kept import health_of
from console.health.office import CheckedOffice
from storage.base.database import Database
from storage.base.settings import Settings
from storage.counts.stock import count_by_state
from storage.views.backlog import read_backlog

_BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.5, 5.0)
"""Upper bounds of the histogram, seconds; chosen by hand around the 0.15 s of a page."""


class Metrics:
    """The figures of one served console."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Rows(database))
        self._registry.register(_Checks(database, settings))
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


_OUTCOMES = {CheckOutcome.PASSED: 0, CheckOutcome.ADVICE: 1, CheckOutcome.FAILED: 2}


class _Checks(Collector):
    """The checks of 运行状况: the fast ones anew, the slow ones as they were found last."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._office = CheckedOffice(settings=settings, database=database, worker=None)

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        checks = GaugeMetricFamily(
            "hubiao_check",
            "Check of the installation: 0 passed, 1 advice, 2 failed.",
            labels=["check"],
        )
        for finding in health_of(self._office):
            checks.add_metric([finding.check], _OUTCOMES[finding.outcome])
        yield checks
