"""Members of an object that are read in one step are read as those that are read sign by sign."""

from __future__ import annotations

import pytest

from crawler.extract.structured.js_literals import read_bound, read_literal


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{a:1}", {"a": 1}),
        ('{"a" : "x y" , b:-2.5,}', {"a": "x y", "b": -2.5}),
        ("{a:007,b:1e5,c:0x1F}", {"a": 7, "b": 1e5, "c": 31}),
        ('{a:true,"b":null,c:undefined,d:!0}', {"a": True, "b": None, "c": None, "d": True}),
        ("{a:\"\\u5143\",'b':'c', // price\n d:f(1,2)}", {"a": "元", "b": "c", "d": None}),
        ("{a:{b:1},c:[1,{d:2}],e:1+1}", {"a": {"b": 1}, "c": [1, {"d": 2}], "e": None}),
        (
            '{"a":undefined,"b":"\\" undefined, ","c":[undefined,{"d":undefined}]}; undefined',
            {"a": None, "b": '" undefined, ', "c": [None, {"d": None}]},
        ),
        (
            '{"a":undefined,"b":\'undefined\',c:undefined_}',
            {"a": None, "b": "undefined", "c": None},
        ),
        ('{"a":undefined,"' + '\\"' * 100_000, None),
        ("{a:1", None),
        ("{a:1 b:2}", {"a": None}),
    ],
)
def test_an_object_of_a_script_is_read(source: str, value: object) -> None:
    assert read_literal(source) == value


def test_names_stand_for_their_values_in_plain_members() -> None:
    assert read_bound("{a:b,c:d}", 0, {"b": 5, "true": 0}) == ({"a": 5, "c": None}, 9)


def test_objects_nested_beyond_the_limit_are_not_read() -> None:
    assert read_literal("{a:" * 70 + "1" + "}" * 70) is None
    assert read_literal("{a:" * 61 + "b" + "}" * 61) is None
    assert read_literal("{a:" * 60 + "b" + "}" * 60) is not None
