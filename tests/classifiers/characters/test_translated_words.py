import pytest

from classifiers.characters.translated_words import meanings_of


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("皇冠", "crown"), ("皇冠牌", "crown"), ("红牛", "redbull"), ("一二三", "onetwothree")],
)
def test_a_name_that_says_the_same_word_for_word_is_a_translation(
    chinese: str, english: str
) -> None:
    assert meanings_of(chinese) & meanings_of(english)


def test_a_row_of_words_that_can_be_parted_in_several_ways_says_each_of_them_once() -> None:
    assert len(meanings_of("星" * 24)) == 13


@pytest.mark.parametrize("name", ["龙", "红牛王", "redbullish", "ice", ""])
def test_a_syllable_or_a_name_with_more_in_it_has_no_translation(name: str) -> None:
    assert not meanings_of(name)


def test_a_word_that_may_be_parted_in_many_ways_is_read_in_few_steps() -> None:
    """星 and 星星 are words: 24 characters part in 75,025 ways, which say 13 things."""
    assert len(meanings_of("星" * 24)) == 13
