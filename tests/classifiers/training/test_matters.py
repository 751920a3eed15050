"""Decided matters: every row says what was decided in the words of the contract."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from classifiers.characters.folding import fold
from classifiers.goods.lexicon import load_lists
from classifiers.training.corpus.build import build_corpus
from classifiers.training.evaluation import set_names, written_set
from classifiers.training.matters import (
    FOLDER,
    Confidence,
    Decidable,
    MatterPart,
    MatterRow,
    matter_rows,
    matters_of,
    part_of,
    parts_of,
    read_matters,
    rows_of,
    signs_of,
)
from storage.base.errors import BadInput
from storage.records import ANSWERS, LEAD_STEPS, ElementName, Right

ROWS = matter_rows()
WORD = {
    "matter": "example",
    "source": "示例法院，2020 年，示例案",
    "confidence": "read",
    "right": {"id": "example", "text": "岚泽", "classes": [30], "goods": ["面粉"]},
    "listing": {"url": "http://matter.example/example/1", "title": "岚泽 面粉 5kg"},
    "label": 1,
    "decidable": "no",
    "ground": "exact",
    "elements": {
        "sign": "identical",
        "goods": "same",
        "use": "mark",
        "source": "unknown",
        "confusion": "likely",
    },
    "why": "例",
    "lead": True,
    "next_step": "ask_holder",
}


def named(row: MatterRow) -> str:
    return f"{row.matter} {row.listing.url}"


def written(folder: Path, **changes: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text(json.dumps({**WORD, **changes}, ensure_ascii=False), encoding="utf-8")
    return path


def test_every_answer_is_a_word_of_the_contract() -> None:
    for row in ROWS:
        for element, answer in asdict(row.elements).items():
            assert answer in ANSWERS[ElementName(element)], f"{named(row)}: {element} {answer}"
        assert row.lead is (row.next_step in LEAD_STEPS), named(row)


def test_the_answers_do_not_contradict_the_outcome() -> None:
    for row in ROWS:
        if row.infringing:
            assert row.elements.confusion != "unlikely", named(row)
            assert row.elements.sign != "none", named(row)
        if row.decidable is Decidable.TEXT and not row.infringing:
            assert row.next_step in ("none", "watch", "refer"), named(row)
        if row.decidable is Decidable.NO:
            assert row.next_step in ("ask_holder", "test_purchase"), named(row)


def test_every_source_says_who_decided_and_when() -> None:
    for row in ROWS:
        assert row.source.strip(), named(row)
        assert any(character.isdigit() for character in row.source), named(row)
        assert row.why.strip(), named(row)


def test_every_right_has_goods_and_classes() -> None:
    for row in ROWS:
        assert row.right.goods, named(row)
        assert row.right.classes, named(row)


def test_a_mark_has_one_record() -> None:
    records: dict[str, object] = {}
    for row in ROWS:
        assert records.setdefault(row.right.id, row.right.to_json()) == row.right.to_json()


def test_no_row_stands_twice() -> None:
    urls = Counter(row.listing.url for row in ROWS)
    assert [url for url, count in urls.items() if count > 1] == []
    offers = Counter((row.right.text, row.listing.title, row.listing.shop) for row in ROWS)
    assert [offer for offer, count in offers.items() if count > 1] == []


def test_a_matter_stands_in_one_file() -> None:
    files = [matters_of(read_matters(path)) for path in sorted(FOLDER.glob("*.jsonl"))]
    assert sum(map(len, files)) == len(frozenset[str]().union(*files))


def test_outcomes_are_near_balance() -> None:
    infringing = sum(row.infringing for row in ROWS)
    assert 0.35 <= infringing / len(ROWS) <= 0.65


def test_a_matter_is_fitted_on_or_measured_on_never_both() -> None:
    fit, held_out = rows_of(MatterPart.FIT), rows_of(MatterPart.HELD_OUT)
    assert len(fit) + len(held_out) == len(ROWS)
    assert not matters_of(fit) & matters_of(held_out)
    assert 0.2 <= len(matters_of(held_out)) / len(matters_of(ROWS)) <= 0.47


def test_a_mark_is_fitted_on_or_measured_on_never_both() -> None:
    fit, held_out = (
        {sign for row in rows_of(part) for sign in signs_of(row.right)}
        for part in (MatterPart.FIT, MatterPart.HELD_OUT)
    )
    assert fit.isdisjoint(held_out)


def test_matters_that_share_a_mark_stand_in_the_part_of_the_first_of_them() -> None:
    assert (part_of("m-3"), part_of("m-4"), part_of("m-6")) == (
        MatterPart.FIT,
        MatterPart.HELD_OUT,
        MatterPart.HELD_OUT,
    )
    row = ROWS[0]
    rows = [
        replace(row, matter="m-3", right=Right(id="a", text="岚泽")),
        replace(row, matter="m-4", right=Right(id="b", text="谷香")),
        replace(row, matter="m-6", right=Right(id="c", text="无关")),
        replace(row, matter="m-5", right=Right(id="d", text="某某", aliases=("岚泽", "谷香"))),
    ]
    assert parts_of(rows) == {
        "m-3": MatterPart.FIT,
        "m-4": MatterPart.FIT,
        "m-5": MatterPart.FIT,
        "m-6": MatterPart.HELD_OUT,
    }


def test_no_mark_or_seller_of_a_matter_stands_in_a_hand_written_set() -> None:
    books, listings = zip(*map(written_set, set_names()), strict=True)
    written = {sign for book in books for right in book for sign in signs_of(right)}
    assert written.isdisjoint(sign for row in ROWS for sign in signs_of(row.right))
    shops = {labelled.listing.shop for of_set in listings for labelled in of_set} - {None}
    assert shops.isdisjoint(row.listing.shop for row in ROWS)


def test_no_mark_or_seller_of_a_matter_stands_in_the_corpus() -> None:
    corpus = build_corpus(scenes=200, each=1)
    marks = {sign for right in corpus.book for sign in signs_of(right)}
    words = {
        folded
        for words in load_lists("phrases").values()
        for folded in map(fold, words)
        if len(folded) > 1
    }
    signs = {sign for row in ROWS for sign in signs_of(row.right)}
    assert marks.isdisjoint(signs)
    assert words.isdisjoint(signs)
    assert words.isdisjoint(fold(row.listing.shop) for row in ROWS if row.listing.shop)


def test_a_row_whose_outcome_is_remembered_is_not_said_to_be_read() -> None:
    read = [row for row in ROWS if row.confidence is Confidence.READ]
    assert not [row.matter for row in read if "据记忆" in row.source]


def test_the_part_of_a_matter_does_not_change() -> None:
    parts = [part_of(matter) for matter in ("m-1", "m-2", "m-3", "m-4", "m-5", "m-6")]
    fit, held_out = MatterPart.FIT, MatterPart.HELD_OUT
    assert parts == [fit, fit, fit, held_out, fit, held_out]


def test_a_row_is_read_into_typed_records(tmp_path: Path) -> None:
    (row,) = read_matters(written(tmp_path))
    assert row.confidence is Confidence.READ
    assert row.right.goods == ("面粉",)
    assert row.listing.title == "岚泽 面粉 5kg"
    assert row.infringing is True


@pytest.mark.parametrize(
    "changes", [{"label": 2}, {"decidable": "perhaps"}, {"confidence": "heard"}]
)
def test_a_word_outside_the_contract_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not"):
        read_matters(written(tmp_path, **changes))


def test_a_right_without_text_is_refused_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1"):
        read_matters(written(tmp_path, right={"id": "example"}))
