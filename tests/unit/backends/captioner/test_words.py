from mmassist.backends.captioner.claims import IN_STATE, USES
from mmassist.backends.captioner.memory import ROLES, STATES
from mmassist.backends.captioner.words import BEGIN, END, sentence, words


def written(text: str) -> list[int]:
    """Words parted by "|"; <0> points at the first thing."""
    known = words()
    return [
        len(known.all) + int(word[1:-1]) if word.startswith("<") and word[1:-1].isdigit() else known.number(word)
        for word in text.split("|")
    ]


def test_a_sentence_begins_large_and_has_no_space_before_its_stops() -> None:
    assert sentence(written("yes|,|<0>|is|checked|.|it|is|available|."), ["Remember me"], words()) == (
        "Yes, Remember me is checked. It is available."
    )


def test_a_name_is_said_as_it_is() -> None:
    assert sentence(written("<0>|is|selected|."), ["iTunes"], words()) == "iTunes is selected."


def test_where_it_begins_and_ends_is_not_said() -> None:
    known = words()
    assert sentence([known.number(BEGIN), *written("no"), known.number(END)], [], known) == "No"


def test_every_role_and_state_can_be_said() -> None:
    known = words()
    assert set(known.roles.values()) == set(ROLES)
    assert {(state, holds) for state in STATES for holds in (True, False)} == set(known.states.values())


def test_what_can_be_done_is_done_with_what_there_is() -> None:
    assert {role for roles in USES.values() for role in roles} <= set(ROLES)
    assert all(word in words().all for word in USES)
    assert {role for roles in IN_STATE.values() for role in roles} <= set(ROLES)
