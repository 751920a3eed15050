"""The benchmark of reading measures the pages of a folder and says what each stage took."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.material.made_page import made_page
from benchmarks.reading import STAGES, main


def test_a_folder_of_saved_pages_is_measured_by_stage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "goods").mkdir()
    (tmp_path / "goods" / "plain.html").write_bytes(made_page(links=5, size=2000))
    (tmp_path / "goods" / "packed.html.gz").write_bytes(
        gzip.compress(made_page(links=3, size=2000))
    )
    assert main(["--pages", str(tmp_path), "--rounds", "1", "--slowest", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "goods: 2 pages"
    assert [line.split()[0] for line in lines[1:9]] == ["whole", *STAGES]
    assert lines[-1].endswith((".html", ".html.gz"))


def test_a_folder_without_pages_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pages", str(tmp_path)]) == 2
    assert "no saved page" in capsys.readouterr().err
