"""评论: whom a text names by @, and whom that tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.base.errors import BadInput
from storage.teamwork.colleagues import Colleague
from storage.teamwork.comments import (
    add_comment,
    comment_counts,
    comments_on,
    count_unread,
    mentioned_names,
    unread_mentions,
)
from tests.console.sample_office import an_office


def person(name: str, shown_name: str = "") -> Colleague:
    return Colleague(
        name=name,
        shown_name=shown_name or name,
        role="officer",
        sub_office_id=None,
        sub_office=None,
    )


PEOPLE = [person("zhang", "张三"), person("zhangsan2", "张三丰"), person("li.si", "李四")]


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("请@张三丰看一看，@李四知悉", ["zhangsan2", "li.si"]),
        ("＠张三，这条是您辖区的", ["zhang"]),
        ("@li.si @李四 @nobody", ["li.si"]),
        ("邮箱 a@b.invalid", []),
    ],
)
def test_the_longest_name_behind_the_sign_counts(text: str, logins: list[str]) -> None:
    assert mentioned_names(text, PEOPLE) == logins


def test_who_is_mentioned_is_told_until_she_answers(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=2)
    with database.begin() as session:
        add_comment(session, 1, "@乙 @示例审 请看图样", author="甲")
        add_comment(session, 2, "@乙 这条也是", author="甲")
        assert (count_unread(session, "乙"), count_unread(session, "审")) == (2, 1)
        assert count_unread(session, "甲") == 0
        newest = unread_mentions(session, "乙", limit=5)[0]
        assert (newest.lead_id, newest.author, newest.text) == (2, "甲", "@乙 这条也是")
        add_comment(session, 1, "看过，@甲", author="乙")
        assert (count_unread(session, "乙"), count_unread(session, "甲")) == (1, 1)
        assert [row.author for row in comments_on(session, 1)] == ["甲", "乙"]
        assert comment_counts(session, [1, 2]) == {1: 2, 2: 1}
        with pytest.raises(BadInput):
            add_comment(session, 1, "  ", author="甲")
    database.close()
