"""The sandbox in which a letter's Word template runs; each template is compiled once a process."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alerts.letters.render.template_filters import FILTERS

_MOST_COMPILED = 256
"""Sources kept compiled, chosen by hand: nine parts of each letter kind, and the office's own."""
_compiled: dict[str, CodeType] = {}


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Templates see the letter's words, the filters of letters, and nothing else; what they name and
    is not there is an error."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.filters.update(FILTERS)

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """As jinja2's; a text is compiled once a process, since code does not hold its environment."""
        if not isinstance(source, str) or arguments or options:
            return super().compile(source, *arguments, **options)
        if source not in _compiled:
            if len(_compiled) >= _MOST_COMPILED:
                _compiled.clear()
            _compiled[source] = super().compile(source)
        return _compiled[source]
