"""Provisions by meaning: each is an article of each version, printed whole, in the version of the day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from storage.base.chinese_number import chinese_number, read_chinese_number
from storage.base.errors import BadInput
from storage.law.article_words import with_articles
from storage.law.provision import ArticleState, article_on, governing_day, provisions
from storage.law.statute import FOLDER, article_texts, statutes

TURN = date(2027, 1, 1)
BEFORE = TURN - timedelta(days=1)
FILES = sorted(entry.name for entry in FOLDER.joinpath("texts").iterdir() if ".md" in entry.name)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        # 2026-06-26 revision of 商标法, in force from 2027-01-01: read in both published texts.
        ("trademark.infringing-acts", 57, 72),
        ("trademark.fair-use", 59, 73),
        ("trademark.administrative-handling", 60, 74),
        ("trademark.investigation-and-transfer", 61, 75),
        ("trademark.investigation-powers", 62, 76),
        ("trademark.scope", 56, 71),
        ("trademark.compensation-defences", 64, 78),
        ("trademark.use", 48, 2),
        ("trademark.false-registration", 52, 62),
    ],
)
def test_the_articles_of_the_trade_mark_law_turn_with_the_year(
    name: str, before: int, after: int
) -> None:
    assert article_on(name, BEFORE).number == before
    assert article_on(name, TURN).number == after


def test_a_duty_that_is_new_is_in_no_earlier_version() -> None:
    assert article_on("trademark.misleading-use", TURN).number == 56
    with pytest.raises(BadInput):
        article_on("trademark.misleading-use", BEFORE)


@pytest.mark.parametrize("file", FILES)
def test_a_text_file_is_cut_into_whole_articles(file: str) -> None:
    """Every character of the published file is in one article, or in a heading or the preamble."""
    source = FOLDER.joinpath("texts", file).read_text("utf-8")
    articles = article_texts(file)
    heads = re.findall(r"^\*\*第(.+?)[条点]\*\*", source, re.MULTILINE)
    assert [read_chinese_number(head) for head in heads] == list(articles)
    first = source.index(f"**第{heads[0]}")
    body = "".join(line for line in source[first:].splitlines() if not line.startswith("#"))
    squeeze = re.compile(r"\s|\*\*第[一二三四五六七八九十百千零]+[条点]\*\*")
    assert squeeze.sub("", body) == squeeze.sub("", "".join(articles.values()))


def test_every_article_with_a_text_is_the_whole_article_of_the_file() -> None:
    for name, provision in provisions().items():
        for day, number in provision.articles.items():
            article = article_on(name, day)
            if article.version.text is None:
                assert article.state is ArticleState.MEMORY
                assert provision.gist
            else:
                assert article.text == article_texts(article.version.text)[number]
                assert article.text
                assert article.state is ArticleState.PUBLIC_COPY


def test_the_fair_use_of_shapes_and_of_prior_use_is_printed_too() -> None:
    text = article_on("trademark.fair-use", BEFORE).text or ""
    assert "三维标志" in text
    assert "在原使用范围内继续使用该商标" in text


@pytest.mark.parametrize(
    ("reference", "before", "after"),
    [
        ("trademark.infringing-acts#labels", "第五十七条第（四）项", "第七十二条第（四）项"),
        ("trademark.fair-use#prior-use", "第五十九条第三款", "第七十三条第四款"),
        ("trademark.fair-use#indication", "第五十九条", "第七十三条第三款"),
    ],
)
def test_a_ground_is_put_into_the_numbers_of_the_day(
    reference: str, before: str, after: str
) -> None:
    ground = f"涉嫌[[{reference}]]（说明）"
    assert with_articles(ground, BEFORE) == f"涉嫌《商标法》{before}（说明）"
    assert with_articles(ground, TURN) == f"涉嫌《商标法》{after}（说明）"


def test_brackets_that_a_seller_wrote_stay_as_they_are() -> None:
    assert with_articles("[[no.such]] [[x]] [[trademark.", TURN) == "[[no.such]] [[x]] [[trademark."


@pytest.mark.parametrize(
    ("name", "act", "letter", "governed"),
    [
        ("trademark.infringing-acts", BEFORE, TURN, BEFORE),
        ("trademark.infringing-acts", TURN, TURN, TURN),
        ("trademark.fair-use", BEFORE, TURN, TURN),
        ("trademark.fair-use", BEFORE, BEFORE, BEFORE),
        ("trademark.administrative-handling", BEFORE, TURN, BEFORE),
        ("trademark.investigation-powers", BEFORE, TURN, TURN),
    ],
)
def test_substance_follows_the_act_procedure_the_letter_and_milder_law_both(
    name: str, act: date, letter: date, governed: date
) -> None:
    """行政处罚法: the law of the day of the act, unless a later one is better for the party."""
    assert governing_day(name, act=act, letter=letter) == governed


def test_every_version_has_its_own_day_and_its_file() -> None:
    for law in statutes().values():
        for version in law.versions:
            assert law.version_on(version.in_force) == version
            assert version.text is None or version.text in FILES
            assert version.text is None or version.in_force.isoformat() in version.text


@pytest.mark.parametrize("number", [*range(1, 220), 1000, 1010, 1195, 2027, 9999])
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert read_chinese_number(chinese_number(number)) == number
