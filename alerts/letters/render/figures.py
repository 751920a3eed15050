"""Figures in a letter: what a template may draw, as a picture inside the Word document."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment

from alerts.letters.render.hotspot_chart import describe_chart, draw_chart
from alerts.text.bar_chart import WIDTH_MM
from alerts.text.typeface import Typeface, chinese_typeface

Rows = Sequence[Mapping[str, Any]]


class _Chart(InlineImage):  # type: ignore[misc]  # docxtpl is not typed
    """A picture with its figures in words (替代文字), which docxtpl has no place for."""

    def __init__(self, template: DocxTemplate, rows: Rows, face: Typeface) -> None:
        picture = io.BytesIO(draw_chart(rows, face))
        super().__init__(template, picture, width=Mm(WIDTH_MM))
        self.words = quoteattr(describe_chart(rows))

    def __html__(self) -> str:
        placed = str(self._insert_image())
        return placed.replace("<wp:docPr ", f"<wp:docPr descr={self.words} ", 1)


def add_chart(environment: Environment, template: DocxTemplate) -> None:
    """The filters `drawable` (is there a typeface to draw with) and `chart` for one document."""

    def chart(rows: Rows) -> _Chart:
        face = chinese_typeface()
        if face is None:
            raise ValueError("no Chinese typeface to draw a chart with")
        return _Chart(template, rows, face)

    environment.filters["chart"] = chart
    environment.filters["drawable"] = lambda rows: bool(rows) and chinese_typeface() is not None
