"""热点对比图: bars as long as their figures say, the same picture every time, words beside it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import mammoth
import numpy as np
import pytest
from docx import Document
from PIL import Image

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.render import figures
from alerts.letters.render.docx import render_docx
from alerts.letters.render.hotspot_chart import describe_chart, draw_chart
from alerts.text.typeface import Typeface, chinese_typeface
from tests.alerts.letters.sample_letters import TODAY, facts_of, words_of

WARNING = find_kind("risk-warning")
ROWS = [
    {"region": "示例省甲市", "goods": "面粉", "platform": "shop.example.cn", "count": 40,
     "usual": 10.0},
    {"region": "示例省乙市", "goods": "羊肉", "platform": "mall.example.cn", "count": 20,
     "usual": 0},
]  # fmt: skip
RED, GREY = (179, 18, 29), (168, 173, 181)


@pytest.fixture(scope="module")
def face() -> Typeface:
    typeface = chinese_typeface()
    assert typeface is not None, "install fonts-noto-cjk and fontconfig"
    return typeface


def _bars(packed: bytes, colour: tuple[int, int, int]) -> list[int]:
    """Lengths of the bars of one colour, in dots, from the top; the legend's square is first."""
    picture = np.asarray(Image.open(io.BytesIO(packed)).convert("RGB"))
    lengths: list[int] = []
    inside = False
    for length in (picture == colour).all(axis=2).sum(axis=1).tolist():
        if length > 10 and not inside:
            lengths.append(length)
        inside = length > 10
    return lengths


def test_a_bar_is_as_long_as_its_count(face: Typeface) -> None:
    drawn = draw_chart(ROWS, face)
    _, first, second = _bars(drawn, RED)
    assert first == pytest.approx(2 * second, abs=4)
    _, usual = _bars(drawn, GREY)  # a usual level of 0 has no bar
    assert first == pytest.approx(4 * usual, abs=8)


def test_the_same_rows_give_the_same_bytes(face: Typeface) -> None:
    assert draw_chart(ROWS, face) == draw_chart(ROWS, face)
    assert draw_chart(ROWS, face) != draw_chart(ROWS[:1], face)


@pytest.mark.parametrize("name", ["很长" * 4000, "", "a\nb\tc", "<w:t>&\U0001f600\u202e"])
def test_any_name_is_drawn_inside_the_picture(face: Typeface, name: str) -> None:
    rows: list[dict[str, Any]] = [{**ROWS[0], "region": name, "platform": name}]
    picture = Image.open(io.BytesIO(draw_chart(rows, face)))
    assert picture.width == 156 * 12


def test_counts_of_nothing_are_drawn_too(face: Typeface) -> None:
    assert _bars(draw_chart([{**ROWS[0], "count": 0, "usual": 0}], face), RED)[1:] == []


def _rendered() -> bytes:
    letter = compile_notice(WARNING, facts_of(WARNING.slug), today=TODAY)
    return render_docx(letter, draft=False)


def test_the_bulletin_holds_the_picture_as_wide_as_its_text_and_says_it_in_words() -> None:
    packed = _rendered()
    (shape,) = Document(io.BytesIO(packed)).inline_shapes
    assert round(shape.width.mm) == 156
    words = describe_chart([vars(row) for row in facts_of(WARNING.slug).hotspots])
    assert "面粉42条（前四期均值11条）" in words
    assert shape._inline.docPr.get("descr") == words
    assert '<img alt="热点' in mammoth.convert_to_html(io.BytesIO(packed)).value


def test_without_a_chinese_typeface_the_bars_are_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "chinese_typeface", lambda: None)
    packed = _rendered()
    assert not Document(io.BytesIO(packed)).inline_shapes
    assert "42 | +40% | +250% | 11 | █████████" in words_of(packed)


def test_a_machine_without_fontconfig_has_no_typeface(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chinese_typeface.__wrapped__() is None


def test_a_typeface_that_cannot_write_chinese_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nprintf '/x/DejaVu.ttf\\n0\\nen|de'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chinese_typeface.__wrapped__() is None
