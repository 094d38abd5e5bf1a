import pytest

from mmassist.backends.captioner.memory import MARKS, MOST_WORDS, ROLES, Thing, remembered
from mmassist.backends.captioner.places import place_of


def test_a_control_has_its_role_states_sides_and_sureness() -> None:
    memory = remembered("is it on", [Thing("switch", "Sound", (0.25, 0.5, 0.5, 0.75), frozenset({"checked"}), 0.5, 0.75, True)], 64)
    assert memory.roles.tolist() == [ROLES.index("switch")]
    assert memory.marks.tolist() == [[1, 0, 0, 0, 0.25, 0.5, 0.5, 0.75, 0.25, 0.25, 0.5, 0.75, 1]]


def test_a_long_question_is_cut() -> None:
    assert len(remembered("why " * 100, [], 64).words) == MOST_WORDS


def test_a_question_without_words_is_one_all_the_same() -> None:
    assert len(remembered("...", [], 64).words) == 1


def test_a_window_without_controls_has_none() -> None:
    memory = remembered("what is this", [], 64)
    assert memory.marks.shape == (0, MARKS)
    assert memory.roles.shape == (0,)


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((0.0, 0.0, 0.1, 0.1), "top_left"),
        ((0.4, 0.4, 0.6, 0.6), "centre"),
        ((0.9, 0.9, 1.0, 1.0), "bottom_right"),
        ((0.1, 0.9, 0.9, 1.0), "bottom"),
        ((0.0, 0.45, 0.2, 0.5), "left"),
    ],
)
def test_a_place_is_a_ninth_of_the_window(box: tuple[float, float, float, float], place: str) -> None:
    assert place_of(box) == place
