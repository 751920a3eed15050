import pytest

from classifiers.characters.spoken_letters import spoken, spoken_distance


@pytest.mark.parametrize(
    ("spelling", "respelling"),
    [("phonix", "fonics"), ("xseed", "xceed"), ("catana", "katana"), ("doghnut", "doughnut")],
)
def test_what_is_spoken_alike_is_written_alike(spelling: str, respelling: str) -> None:
    assert spoken(spelling) == spoken(respelling)


def test_ch_is_a_sound_of_its_own() -> None:
    assert spoken("cherrol") != spoken("serrol")
    assert spoken("chatane") != spoken("katane")
    assert spoken("kitchen") == spoken("kichen")


def test_a_vowel_and_a_letter_of_like_sound_cost_the_ear_less_than_another() -> None:
    assert spoken_distance("katana", "katana") == 0
    assert spoken_distance("katana", "katena") < 1
    assert spoken_distance("katana", "gatana") < 1
    assert spoken_distance("katana", "hkatana") < 1
    assert spoken_distance("katana", "kalana") == 1
