"""The letter as a Word document (DOCX), set from a template that the office may edit."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path
from typing import Any

from alerts.letters.model.letter_kind import Kind
from alerts.letters.render.docx_package import freeze_docx, open_docx
from alerts.letters.render.template_filters import FILTERS
from alerts.letters.render.watermark import mark_draft
from storage.base.errors import BadInput


def template_bytes(kind: Kind, own: Path | None) -> bytes:
    """The office's own template of this kind where its folder holds one, else the shipped one."""
    edited = own / f"{kind.slug}.docx" if own else None
    if edited is not None and edited.is_file():
        packed = edited.read_bytes()
        open_docx(packed).close()
        return packed
    return files("alerts.letters").joinpath("templates", f"{kind.slug}.docx").read_bytes()


def keep_template(kind: Kind, own: Path) -> Path:
    """Copy the shipped template into the office's folder; one that is there stays as it is."""
    path = own / f"{kind.slug}.docx"
    if not path.exists():
        path.write_bytes(template_bytes(kind, None))
    return path


def render_docx(
    kind: Kind, words: dict[str, Any], *, draft: bool, templates: Path | None = None
) -> bytes:
    """The finished document: the same words and template give the same bytes.

    Templates run in a sandbox: they see the letter's words and nothing else. Raises BadInput where
    the office's template is broken or names a fact that is not there.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from alerts.letters.render.figures import add_chart

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.filters.update(FILTERS)
    try:
        template = DocxTemplate(io.BytesIO(template_bytes(kind, templates)))
        add_chart(environment, template)
        template.render(words, environment, autoescape=True)
        if draft:
            mark_draft(template.docx)
        held = io.BytesIO()
        template.save(held)
    except (TemplateError, LookupError, ValueError, ArithmeticError, TypeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise BadInput(f"template {kind.slug}.docx: {reason}") from error
    return freeze_docx(held.getvalue())
