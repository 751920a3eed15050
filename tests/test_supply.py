"""The bill of materials holds what runs, and an audit that asked nobody does not say that all is well."""

from __future__ import annotations

import json
from typing import Any

from tools.supply.audit import audit_words
from tools.supply.bill import licences, running_bill

LOCK = """scrapy==2.19.0 \\
    --hash=sha256:00
ruamel-yaml==0.19.1 ; platform == "x" \\
    --hash=sha256:00
"""


def component(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1", "bom-ref": name, **more}


def test_the_bill_holds_what_runs_and_no_tool_of_the_tests() -> None:
    environment = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [
            component("ruamel.yaml", licenses=[{"license": {"id": "MIT"}}]),
            component("Scrapy"),
            component("pytest"),
        ],
        "dependencies": [
            {"ref": "root", "dependsOn": ["Scrapy", "pytest"]},
            {"ref": "pytest", "dependsOn": []},
        ],
    }
    front_end = {
        "packages": {
            "": {"version": "0"},
            "node_modules/htmx.org": {"version": "2.0.0", "license": "0BSD"},
            "node_modules/axe-core": {"version": "4", "dev": True},
        }
    }
    bill = running_bill(environment, LOCK, front_end)
    assert licences(bill) == [
        ("htmx.org", "2.0.0", "0BSD"),
        ("ruamel.yaml", "1", "MIT"),
        ("Scrapy", "1", "UNKNOWN"),
    ]
    assert bill["dependencies"] == [{"ref": "root", "dependsOn": ["Scrapy"]}]


def answer(*entries: dict[str, Any]) -> str:
    return json.dumps({"dependencies": entries})


SOUND = {"name": "ruamel-yaml", "version": "0.19.1", "vulns": []}


def test_an_audit_that_nobody_answered_is_not_done() -> None:
    skipped = {"name": "scrapy", "skip_reason": "Dependency not found on PyPI"}
    for text in (answer(skipped), "", "{}"):
        code, words = audit_words(LOCK, text, "WARNING\nConnectionError: no route\n")
        assert code == 2
        assert "NOT DONE" in words
        assert "no route" in words


def test_an_audit_names_what_was_not_looked_up() -> None:
    code, words = audit_words(LOCK, answer(SOUND), "")
    assert code == 2
    assert "NOT LOOKED UP (1): scrapy" in words


def test_an_audit_names_known_faults() -> None:
    fault = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.20"]}
    faulty = {"name": "scrapy", "version": "2.19.0", "vulns": [fault]}
    code, words = audit_words(LOCK, answer(SOUND, faulty), "")
    assert code == 1
    assert "scrapy 2.19.0: PYSEC-1 (CVE-1), mended in 2.20" in words
    assert audit_words(LOCK, answer(SOUND, {**faulty, "vulns": []}), "")[0] == 0
