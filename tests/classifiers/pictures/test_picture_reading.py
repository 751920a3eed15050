"""Text read in pictures holds no contacts when it is stored, and a mail's picture shows none."""

from __future__ import annotations

import pytest

from classifiers.pictures.ocr import CutLine, PictureText
from classifiers.pictures.personal_numbers import is_personal
from classifiers.pictures.picture_reading import as_reading


@pytest.mark.parametrize("contact", ["138.1234.5678", "加V：abc12345", "一三八一二三四五六七八"])
def test_contacts_in_a_picture_are_masked_before_they_are_stored(contact: str) -> None:
    line = CutLine(text=f"河套面粉 {contact}", confidence=0.9, crop=b"", box=(0, 0, 9, 9))
    reading = as_reading(PictureText(state="read", lines=(line,)), "0" * 64, bytes.hex)
    assert contact not in reading.lines[0].text
    assert reading.lines[0].text.startswith("河套面粉 ")


@pytest.mark.parametrize(
    "text", ["一三八一二三四五六七八", "家住示例小区3号楼2单元501室", "加V：abc12345"]
)
def test_a_line_with_a_contact_in_any_form_is_covered(text: str) -> None:
    assert is_personal(text)
