"""What an alert asks of its holder (请求答复): one question, three answers, a day, and where to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.text.chinese import chinese_date
from storage.base.office_time import day_of
from storage.records import Right
from storage.records.right_words import permission_question
from storage.rights.holder_answers import CHOICE_NAMES


@dataclass(frozen=True, kw_only=True)
class AnswerRequest:
    """Until when an answer is asked for, and the link that takes it."""

    until: datetime
    """The moment at which the link ends."""
    link: str | None = None
    """None while the console has no public address: the answer then comes as a mail."""

    @property
    def term(self) -> str:
        """The day before which to answer, in Chinese."""
        return chinese_date(day_of(self.until))

    def facts(self, right: Right) -> dict[str, object]:
        """What the templates of a mail show of it."""
        return {
            "question": permission_question(right),
            "term": self.term,
            "link": self.link,
            "choices": [
                (name, f"{self.link}?choice={choice.value}" if self.link else None)
                for choice, name in CHOICE_NAMES.items()
            ],
        }
