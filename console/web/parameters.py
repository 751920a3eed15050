"""What a parameter of a query string may be (查询参数): read leniently by pages, strictly by the API.

One type serves both, and its JSON Schema is what the API's document shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, ValidationError
from starlette.convertors import IntegerConvertor, register_url_convertor

from storage.base.errors import BadInput
from storage.base.message import value_problem

LARGEST_ID = 2**63 - 1
"""Row numbers of both databases end here."""


class _RowNumber(IntegerConvertor):
    """`:int` in a path. A row's number has at most 19 digits (LARGEST_ID); Python itself refuses to
    read a number of more than 4300."""

    regex = "[0-9]{1,19}"


register_url_convertor("int", _RowNumber())


class ParameterType:
    """How the text of one parameter becomes a value."""

    def __init__(self, annotation: Any) -> None:
        self._adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    def read(self, text: str | None) -> Any:
        """The value; None for an empty text and for one that makes no sense."""
        try:
            return self._adapter.validate_strings(text, strict=True) if text else None
        except ValidationError:
            return None

    def parse(self, name: str, text: str) -> Any:
        """The value. Raises BadInput, which names the parameter."""
        try:
            return self._adapter.validate_strings(text, strict=True)
        except ValidationError as error:
            reason = value_problem(dict(error.errors()[0]))
            raise BadInput("api.parameter", name=name, reason=reason) from error

    @property
    def schema(self) -> dict[str, object]:
        """JSON Schema 2020-12."""
        return self._adapter.json_schema()


def one_of(values: Iterable[str]) -> ParameterType:
    """A text out of a fixed list."""
    return ParameterType(Literal[tuple(str(value) for value in values)])


TEXT = ParameterType(str)
NUMBER = ParameterType(Annotated[int, Field(ge=0, le=LARGEST_ID)])
POSITIVE = ParameterType(Annotated[int, Field(ge=1, le=LARGEST_ID)])
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days that an office can mean; beyond them neither database nor calendar can reckon."""
DAY = ParameterType(Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)])
FLAG = ParameterType(Annotated[Literal["1"], AfterValidator(bool)])
"""`1` for yes; absent for no."""


def pattern(expression: str) -> ParameterType:
    """A text that a regular expression describes."""
    return ParameterType(Annotated[str, StringConstraints(pattern=expression)])
