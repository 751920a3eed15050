"""A file that is tried before it is imported (试导入): read from its form, kept until somebody confirms it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import UploadFile

from console.web.page_request import PageRequest
from storage.base.errors import BadInput
from storage.files.uploads import kept_upload

_LARGEST = 8 * 2**20
"""Largest file, bytes: tens of thousands of rights or sellers."""


def read_tried_file(
    request: PageRequest, types: tuple[str, ...], wrong_type: Callable[[str], BadInput]
) -> tuple[bytes, str]:
    """Content and name of the form's file, or of the one that a trial has just looked at.

    `types`: the suffixes that are read; `wrong_type`: the refusal of a file of this name. Raises BadInput.
    """
    if upload := request.form_value("upload"):
        return kept_upload(request.settings, upload), request.form_value("file")
    file = request.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    if not file.filename.lower().endswith(types):
        raise wrong_type(file.filename)
    raw = file.file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise BadInput("form.tried-file-size", name=file.filename, mebibytes=_LARGEST // 2**20)
    return raw, file.filename
