"""The PDF says what the DOCX says, whoever makes it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from alerts.notices.compiler import compile_notice
from alerts.notices.document import render_docx
from alerts.notices.kinds import find_kind, kinds
from alerts.notices.reading import Converter, render_pdf
from alerts.notices.reading_copy import READING_MARK
from alerts.notices.rendering import render
from storage.errors import HubiaoError, StoreUnavailable
from tests.alerts.notices.letters import TODAY, facts_of

OFFICE_SUITE = shutil.which("soffice") or shutil.which("libreoffice")
CONVERTERS: list[Converter] = ["weasyprint", "auto"]


def _docx(slug: str, *, draft: bool = False) -> bytes:
    kind = find_kind(slug)
    return render_docx(kind, compile_notice(kind, facts_of(slug), today=TODAY), draft=draft)


def _said(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("converter", CONVERTERS)
def test_the_reading_copy_says_what_the_document_says(converter: Converter) -> None:
    said = _said(render_pdf(_docx("risk-warning"), draft=False, converter=converter))
    for words in (
        "风险预警信息",
        "示市监风险预警〔2026〕1号",
        "2026年11月22日",
        "—1—",
        "█████████",
    ):
        assert words in said
    by_us = converter == "weasyprint" or OFFICE_SUITE is None
    assert (READING_MARK.replace(" ", "") in said) is by_us


@pytest.mark.parametrize("slug", kinds())
def test_every_kind_has_a_reading_copy(slug: str) -> None:
    assert render_pdf(_docx(slug), draft=False, converter="weasyprint").startswith(b"%PDF-")


def test_a_draft_says_so_on_its_copy() -> None:
    packed = _docx("risk-advice", draft=True)
    said = _said(render_pdf(packed, draft=True, converter="weasyprint"))
    assert said.count("草稿") == said.count("—1—") + said.count("—2—")


def test_asking_for_an_absent_office_suite_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(HubiaoError, match="install libreoffice-writer"):
        render_pdf(b"", draft=False, converter="libreoffice")


def test_an_office_suite_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(HubiaoError, match="broken"):
        render_pdf(_docx("risk-advice"), draft=False)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot write"):
        render(
            find_kind("risk-advice"),
            facts_of("risk-advice"),
            tmp_path / "file" / "letters",
            today=TODAY,
            draft=False,
            converter="weasyprint",
        )
