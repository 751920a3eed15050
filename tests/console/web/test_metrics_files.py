"""Alert rules and dashboard name no metric, and no check, that /metrics does not give."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from console.health.checks import OFFICE_CHECKS
from console.health.machine_checks import MACHINE_CHECKS
from console.web.metrics import Metrics
from storage.base.settings import Settings
from tests.databases import migrated_database

DEPLOY = Path(__file__).parents[3] / "deploy"
CHECKS = {check.name for check in (*OFFICE_CHECKS, *MACHINE_CHECKS)}
_OF_PROMETHEUS = {"up"}
"""What Prometheus makes itself for each target."""


def test_rules_and_dashboard_name_what_metrics_gives(tmp_path: Path) -> None:
    expressions = [*_rules(), *_panels()]
    assert len(expressions) > 15
    for expression in expressions:
        names = set(re.findall(r"\bhubiao_\w+|\bup\b", expression))
        assert names, expression
        assert names <= _metric_names(tmp_path) | _OF_PROMETHEUS, expression


def test_rules_name_checks_that_there_are() -> None:
    for expression in _rules():
        for value in re.findall(r'check(?:=|!~)"([^"]+)"', expression):
            assert set(value.split("|")) <= CHECKS, expression


def test_every_rule_says_what_to_do() -> None:
    groups = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in (rule for group in groups for rule in group["rules"]):
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert rule["labels"]["severity"] in {"warning", "critical"}


def _rules() -> list[str]:
    groups = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


def _panels() -> list[str]:
    dashboard = json.loads((DEPLOY / "grafana" / "hubiao.json").read_text("utf-8"))
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def _metric_names(folder: Path) -> set[str]:
    settings = Settings(home=folder)
    database = migrated_database(settings)
    metrics = Metrics(database, settings)
    metrics.observe("/leads", 0.1)
    families = text_string_to_metric_families(metrics.text().decode())
    names = {sample.name for family in families for sample in family.samples}
    database.close()
    return names | {"hubiao_leads_by_state"}  # has no sample in an office without leads
