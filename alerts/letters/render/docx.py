"""The letter as a Word document (DOCX), set from a template that the office may edit."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path

from alerts.letters.model.compiler import CompiledLetter
from alerts.letters.model.letter_kind import Kind
from alerts.letters.render.docx_package import freeze_docx, open_docx
from alerts.letters.render.watermark import mark_draft
from storage.base.errors import BadInput


def template_bytes(kind: Kind, folder: Path | None = None) -> bytes:
    """The office's template of this kind where its folder holds one, else the shipped one."""
    edited = folder / f"{kind.slug}.docx" if folder else None
    if edited is not None and edited.is_file():
        return edited.read_bytes()
    return files("alerts.letters").joinpath("templates", f"{kind.slug}.docx").read_bytes()


def keep_template(kind: Kind, folder: Path) -> Path:
    """Copy the shipped template into the office's folder; one that is there stays as it is."""
    path = folder / f"{kind.slug}.docx"
    if not path.exists():
        path.write_bytes(template_bytes(kind))
    return path


def render_docx(letter: CompiledLetter, *, draft: bool, template: bytes | None = None) -> bytes:
    """The finished document: the same words and template give the same bytes.

    Without `template` the shipped one is used. Templates run in a sandbox: they see the letter's
    words and nothing else. Raises BadInput where the office's template is broken or names a fact
    that is not there.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    from alerts.letters.render.figures import add_chart
    from alerts.letters.render.line_breaks import align_digests, break_titles
    from alerts.letters.render.template_environment import TemplateEnvironment

    if template is None:
        template = template_bytes(letter.kind)
    open_docx(template).close()
    environment = TemplateEnvironment()
    try:
        document = DocxTemplate(io.BytesIO(template))
        add_chart(environment, document)
        document.render(letter.values, environment, autoescape=True)
        break_titles(document.docx)
        align_digests(document.docx)
        if draft:
            mark_draft(document.docx)
        buffer = io.BytesIO()
        document.save(buffer)
    except (TemplateError, LookupError, ValueError, ArithmeticError, TypeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise BadInput("template.broken", kind=letter.kind.slug, reason=reason) from error
    return freeze_docx(buffer.getvalue())
