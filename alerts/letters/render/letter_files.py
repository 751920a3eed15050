"""From facts to files: the letter as DOCX and its reading copy as PDF, side by side in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import Kind, LetterStage
from alerts.letters.render.docx import render_docx, template_bytes
from alerts.letters.render.docx_package import digest
from alerts.letters.render.pdf_converter import Converter, render_pdf
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.records.letter_facts import Facts


@dataclass(frozen=True, kw_only=True)
class RenderedNotice:
    """文书正本与阅读稿: where they lie, and the hash that an approval names."""

    docx: Path
    pdf: Path
    sha256: str
    """Of the DOCX."""


def render(
    kind: Kind,
    facts: Facts,
    folder: Path,
    *,
    today: date,
    draft: bool,
    name: str | None = None,
    converter: Converter = "auto",
    templates: Path | None = None,
    fonts: Path | None = None,
) -> RenderedNotice:
    """Compile and write `name`.docx and .pdf. Raises Incomplete, BadInput, StoreUnavailable."""
    stage = LetterStage.DRAFT if draft else LetterStage.APPROVAL
    letter = compile_notice(kind, facts, today=today, stage=stage)
    packed = render_docx(letter, draft=draft, template=template_bytes(kind, templates))
    return write_files(
        packed, folder, name or kind.slug, draft=draft, converter=converter, fonts=fonts
    )


def write_files(
    packed: bytes,
    folder: Path,
    name: str,
    *,
    draft: bool,
    converter: Converter = "auto",
    fonts: Path | None = None,
) -> RenderedNotice:
    """A finished DOCX and its reading copy into `folder`, made if absent."""
    copy = render_pdf(packed, draft=draft, converter=converter, fonts=fonts)
    docx, pdf = folder / f"{name}.docx", folder / f"{name}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        docx.write_bytes(packed)
        pdf.write_bytes(copy)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=folder, reason=message_of(error)) from error
    return RenderedNotice(docx=docx, pdf=pdf, sha256=digest(packed))
