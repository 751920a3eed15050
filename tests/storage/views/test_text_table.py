from __future__ import annotations

from storage.views.text_table import display_width, table_parts


def test_chinese_takes_two_columns_and_the_next_column_begins_under_its_head() -> None:
    lines = [{"title": "有机面粉", "shop": "甲"}, {"title": "flour", "shop": "乙"}]
    assert list(table_parts(lines, ["title", "shop"])) == [
        "title     shop\n",
        "有机面粉  甲\n",
        "flour     乙\n",
    ]


def test_a_row_stays_on_a_line_and_obeys_no_control_character() -> None:
    assert (
        list(table_parts([{"title": "一\n二\t三\x1b[2J"}], ["title", "shop"]))[1] == "一 二 三[2J\n"
    )


def test_objects_in_a_list_are_written_in_words() -> None:
    shops = [{"platform": "甲", "shop": "乙", "tags": ["一", None]}, {"platform": "丙"}]
    row = list(table_parts([{"shops": shops}], ["shops"]))[1]
    assert row == "platform: 甲; shop: 乙; tags: 一 | | platform: 丙\n"


def test_a_long_cell_is_not_cut_and_widens_no_other_row() -> None:
    _, long, short = table_parts([{"a": "x" * 200, "b": 1}, {"a": "y", "b": 2}], ["a", "b"])
    assert long == f"{'x' * 200}  1\n"
    assert short == f"y{' ' * 59}  2\n"


def test_marks_that_stand_over_a_letter_take_no_column() -> None:
    assert display_width("e\u0301") == 1
    assert display_width("Ａ鲜") == 4


def test_without_rows_only_the_header_is_written() -> None:
    assert list(table_parts([], ["id", "name"])) == ["id  name\n"]
