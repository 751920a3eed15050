"""`hubiao score` and its neighbours, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli import main
from tests.classifiers.sample_pictures import as_png, pack

RIGHTS = "rights:\n  - {id: r1, text: 岚泽谷香, goods: [面粉]}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    return tmp_path


def run(*words: str) -> int:
    """Exit code of one call."""
    try:
        main(list(words))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_scores_are_written_and_nothing_else_is(folder: Path) -> None:
    (folder / "l.jsonl").write_text('{"url": "u", "title": "岚泽谷香面粉"}\n', encoding="utf-8")
    assert run("score", "l.jsonl", "--rights", "rights.yml", "-o", "out.jsonl") == 0
    line = json.loads((folder / "out.jsonl").read_text(encoding="utf-8"))
    assert (line["right"], line["lead"]) == ("r1", True)
    assert sorted(path.name for path in folder.iterdir()) == ["l.jsonl", "out.jsonl", "rights.yml"]


def test_a_bad_line_leaves_no_half_written_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "l.jsonl").write_text('{"url": "u", "title": "t"}\n{bad\n', encoding="utf-8")
    assert run("score", "l.jsonl", "--rights", "rights.yml", "-o", "out.jsonl") == 2
    output = capsys.readouterr().err.strip()
    assert "line 2" in output
    assert "\n" not in output
    assert not (folder / "out.jsonl").exists()


@pytest.mark.parametrize("names", [("none.jsonl", "rights.yml"), ("rights.yml", "none.yml")])
def test_a_missing_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, str]
) -> None:
    assert run("score", names[0], "--rights", names[1]) == 2
    assert "none" in capsys.readouterr().err


def test_disguises_of_a_mark_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("variants", "天赋河套") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = {line["how"] for line in lines}
    assert {"pinyin", "script", "separators", "reversed", "sound", "shape", "prefix"} <= kinds
    assert "天賦河套" in {line["variant"] for line in lines}
    assert run("variants", "!!!") == 2


def test_evaluation_prints_rules_and_model(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"url": "u", "title": "岚泽谷香面粉", "right": "r1", "label": 1}
    (folder / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert run("evaluate", "--data", "q.jsonl", "--rights", "rights.yml") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["items"] for line in lines] == [1, 1]
    assert lines[0]["judge"] == "rules@1"


def test_a_local_picture_is_read_and_its_text_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pack.png").write_bytes(as_png(pack("岚泽谷香", "雪花面粉")))
    item = {"url": "u", "title": "雪花面粉 5kg", "shop": "某铺", "images": ["pack.png", "no.png"]}
    (folder / "listings.jsonl").write_text(json.dumps(item), encoding="utf-8")
    assert run("score", "listings.jsonl", "--rights", "rights.yml") == 0
    output = json.loads(capsys.readouterr().out)
    assert output["right"] == "r1"
    read = next(signal for signal in output["signals"] if signal["kind"] == "image-text")
    assert read["field"] == "image_text"
    assert run("score", "listings.jsonl", "--rights", "rights.yml", "--no-pictures") == 0
    assert json.loads(capsys.readouterr().out)["right"] is None
