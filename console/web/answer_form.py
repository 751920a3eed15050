"""The form of a right holder's answer (权利人答复): what was filled in, and its attachments."""

from __future__ import annotations

from collections.abc import Sequence

from console.web.form_values import keep_files, sent_files
from console.web.page_request import PageRequest
from storage.base.errors import BadInput
from storage.outgoing.attachments import MOST_FILES
from storage.records.attachment import Attachment
from storage.rights.holder_answers import LONGEST_REMARK, Answerer, checked_answerer
from storage.tables import Choice

ANSWER_FIELDS = ("choice", "name", "function", "remark")


def answer_values(request: PageRequest) -> dict[str, str]:
    """What was filled in, to show again after a refusal."""
    return {name: request.form_value(name) for name in ANSWER_FIELDS}


def chosen_answer(values: dict[str, str]) -> Choice:
    """The answer. Raises BadInput on none."""
    if values["choice"] not in set(Choice):
        raise BadInput("form.no-answer-choice")
    return Choice(values["choice"])


def answerer_of(request: PageRequest, values: dict[str, str]) -> Answerer:
    """Who answers. Raises BadInput on no name or too much."""
    answerer = Answerer(name=values["name"], function=values["function"])
    return checked_answerer(answerer, values["remark"], len(sent_files(request, "file")))


def store_attachments(request: PageRequest) -> Sequence[Attachment]:
    """Keep the files that were handed in. Raises BadInput on too many or an unsuitable one."""
    if (
        len(sent_files(request, "file")) > MOST_FILES
        or len(request.form_value("remark")) > LONGEST_REMARK
    ):
        raise BadInput("form.answer-size", files=MOST_FILES, characters=LONGEST_REMARK)
    return keep_files(request, "file")
