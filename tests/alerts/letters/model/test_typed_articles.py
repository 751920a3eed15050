"""An article number that somebody typed does not survive the turn of the law unnoticed."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.letters.model.letter_kind import Kind, kinds
from alerts.letters.model.letter_law import PUBLISHED_LAW, LetterLaw, letter_law
from alerts.letters.model.typed_articles import bare_articles, typed_articles, wrong_articles
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, facts_of, sample

OLD, NEW = date(2026, 12, 20), date(2027, 1, 4)
EACH = [pytest.param(kind, id=slug) for slug, kind in kinds().items()]
TEXT_FIELDS = [
    pytest.param(kind, field.name, id=f"{kind.slug}-{field.name}")
    for kind in kinds().values()
    for field in kind.fields
    if not field.choices
]


def reasons(text: str, *, act: date, letter: date, written: date) -> list[str]:
    law = LetterLaw(act=act, letter=letter, articles={}, from_memory=(), note=None)
    return list(wrong_articles(text, law, PUBLISHED_LAW, written=written))


@pytest.mark.parametrize(
    ("number", "means", "today"),
    [
        ("五十六", "注册商标专用权的范围", "第七十一条"),
        ("五十七", "侵犯注册商标专用权的行为", "第七十二条"),
        ("五十九", "对注册商标的正当使用", "第七十三条"),
        ("六十", "侵权纠纷的行政处理与处罚", "第七十四条"),
        ("六十一", "依法查处与移送", "第七十五条"),
        ("六十二", "查处时的职权", "第七十六条"),
    ],
)
@pytest.mark.parametrize("written", [OLD, NEW])
def test_an_old_number_after_the_turn_is_named_with_the_number_of_the_day(
    number: str, means: str, today: str, written: date
) -> None:
    text = f"违反商标法第{number}条的规定"
    (reason,) = reasons(text, act=NEW, letter=NEW, written=written)
    assert f"第{number}条" in reason
    assert means in reason
    assert f"应引{today}（2026年修订）" in reason
    assert reasons(text, act=OLD, letter=OLD, written=OLD) == []


def test_a_new_number_before_the_turn_is_refused() -> None:
    (reason,) = reasons("违反商标法第七十四条", act=OLD, letter=OLD, written=OLD)
    assert "应引第六十条（2019年修正）" in reason
    assert reasons("违反商标法第七十四条", act=NEW, letter=NEW, written=NEW) == []


def test_substance_follows_the_act_and_procedure_the_letter() -> None:
    assert reasons("商标法第六十条", act=OLD, letter=NEW, written=OLD) == []
    assert reasons("商标法第六十一条", act=OLD, letter=NEW, written=OLD) != []
    assert reasons("商标法第五十九条", act=OLD, letter=NEW, written=OLD) != []


def test_who_names_the_version_is_taken_at_his_word() -> None:
    assert reasons("2026年修订的商标法第六十条", act=NEW, letter=NEW, written=NEW) == []
    assert reasons("2019年修正的商标法第六十条", act=OLD, letter=NEW, written=NEW) == []


@pytest.mark.parametrize(("kind", "name"), TEXT_FIELDS)
def test_every_field_of_every_kind_is_looked_through(kind: Kind, name: str) -> None:
    data = sample(kind.slug)
    data.pop("dated", None)
    for row in data.get("listings", ()):
        row["captured_at"] = "2027-01-02T10:00:00+08:00"
    data.setdefault("fields", {})[name] = "违反商标法第六十条的规定。"
    facts = read_facts(data)
    law = letter_law(kind, facts, PUBLISHED_LAW, NEW)
    missing = list(typed_articles(kind, facts, law, PUBLISHED_LAW, written=OLD))
    assert f"fields.{name}" in [finding.path for finding in missing]


@pytest.mark.parametrize("kind", EACH)
def test_no_sample_letter_cites_a_wrong_number(kind: Kind) -> None:
    facts = facts_of(kind.slug)
    law = letter_law(kind, facts, PUBLISHED_LAW, TODAY)
    assert list(typed_articles(kind, facts, law, PUBLISHED_LAW, written=TODAY)) == []


def bare_refusals(
    text: str, *, act: date, letter: date, slug: str = "platform-disposal"
) -> list[str]:
    """Why a text in the field 核查情况 of a sample letter on an act of a day is refused on its own day."""
    data = sample(slug)
    data.pop("dated", None)
    for row in data.get("listings", ()):
        row["captured_at"] = f"{act.isoformat()}T10:00:00+08:00"
    data["fields"]["findings"] = text
    kind, facts = kinds()[slug], read_facts(data)
    law = letter_law(kind, facts, PUBLISHED_LAW, letter)
    return [
        finding.why
        for finding in typed_articles(kind, facts, law, PUBLISHED_LAW, written=letter)
        if finding.path == "fields.findings"
    ]


@pytest.mark.parametrize("number", ["第六十条", "第60条", "§60", "第 ６０ 条"])
def test_an_article_without_its_law_is_one_of_the_letter_s_law_on_its_days(number: str) -> None:
    text = f"上述行为应当依照{number}处理。"
    assert bare_refusals(text, act=OLD, letter=OLD) == []
    (refusal,) = bare_refusals(text, act=NEW, letter=NEW)
    assert "没有写明法律名称" in refusal
    assert "在2019年修正中是“侵权纠纷的行政处理与处罚”" in refusal
    assert "应引第七十四条（2026年修订）" in refusal


@pytest.mark.parametrize(
    ("number", "act", "letter", "right"),
    [
        ("五十七", OLD, OLD, None),
        ("五十七", OLD, NEW, None),
        ("五十七", NEW, NEW, "应引第七十二条（2026年修订）"),
        ("七十二", OLD, OLD, "应引第五十七条（2019年修正）"),
        ("七十二", OLD, NEW, "应引第五十七条（2019年修正）"),
        ("七十二", NEW, NEW, None),
        ("七十四", OLD, OLD, "应引第六十条（2019年修正）"),
        ("七十四", NEW, NEW, None),
        ("六十一", OLD, NEW, "应引第七十五条（2026年修订）"),
        ("三百", OLD, OLD, "在该法各版本中都没有"),
        ("四十二", OLD, OLD, None),
    ],
)
def test_a_bare_number_is_right_or_refused_by_the_law_of_the_day(
    number: str, act: date, letter: date, right: str | None
) -> None:
    refusals = bare_refusals(f"参见第{number}条。", act=act, letter=letter)
    if right is None:
        assert refusals == []
    else:
        assert right in refusals[0]


def test_a_number_of_a_version_to_come_is_refused_with_its_law_s_name_too() -> None:
    """第七十二条 of 2019 is on fees, of 2027 on infringing acts, which the letter prints as 57."""
    (refusal,) = bare_refusals("违反商标法第七十二条。", act=OLD, letter=OLD)
    assert "应引第五十七条（2019年修正）" in refusal
    assert bare_refusals("违反商标法第七十二条。", act=NEW, letter=NEW) == []


@pytest.mark.parametrize(
    "text",
    [
        "依照商标法第五十七条、第六十条处理。",
        "依照《电子商务法》第六十条处理。",
        "依照平台服务协议第七十四条处理。",
        "附件清单第七十四条所列。",
        "见第七十四条评论、第75条线索。",
    ],
)
def test_an_article_with_its_law_or_of_another_paper_is_no_matter_of_versions(text: str) -> None:
    assert bare_refusals(text, act=OLD, letter=OLD) == []


def test_a_letter_whose_law_has_one_version_tells_of_a_bare_number_that_it_does_not_print() -> None:
    data = sample("service-receipt")
    name = next(f.name for f in kinds()["service-receipt"].fields if not f.choices)
    data.setdefault("fields", {})[name] = "依照第六十条。"
    kind, facts = kinds()["service-receipt"], read_facts(data)
    (warning,) = bare_articles(kind, facts, letter_law(kind, facts, PUBLISHED_LAW, TODAY))
    assert "“第六十条”没有写明法律名称" in warning
