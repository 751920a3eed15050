"""The bill of materials holds what runs, and an audit that asked nobody does not say that all is well."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

from tools.supply.audit import audit_words
from tools.supply.bill import licences, running_bill

ROOT = Path(__file__).parent.parent
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


def test_nothing_that_runs_binds_an_office_to_publish_what_it_changes() -> None:
    """An Affero licence reaches whoever offers a changed program over a network; ours is Apache 2.0."""
    names = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    terms = {name: _licence_terms(name) for name in names if _is_installed(name)}
    assert len(terms) > 100
    assert [name for name, words in terms.items() if re.search("affero|agpl", words, re.I)] == []


def _is_installed(name: str) -> bool:
    """Some entries of the lock are for other versions of Python."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _licence_terms(name: str) -> str:
    head = metadata.metadata(name)
    keys = ("License", "License-Expression", "Classifier")
    values = [value for key in keys for value in head.get_all(key) or ()]
    return "\n".join(
        value.strip().split("\n")[0] for value in values
    )  # some give all licences whole


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
