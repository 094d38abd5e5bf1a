"""Questions about controls that only the picture shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmassist.backends.describer.questions import answer
from mmassist.values import Role, Scene, Source, State
from tests.fakes.scenes import part, scene


def kiosk() -> Scene:
    box = part(Role.CHECK_BOX, "Receipt", State.CHECKABLE, State.CHECKED, source=Source.PIXELS)
    return replace(scene("Kiosk", "kiosk", part(Role.BUTTON, "Pay", source=Source.PIXELS), box), has_outline=False)


@pytest.mark.parametrize("question", ["Is there a Pay button?", "Which boxes are ticked?"])
def test_an_answer_that_names_one_tells_how_it_is_known(question: str) -> None:
    said = answer(kiosk(), question)
    assert said is not None
    assert said.endswith("Controls by their look alone.")


def test_where_one_is_tells_it_by_itself() -> None:
    said = answer(kiosk(), "Where is Pay?")
    assert said is not None
    assert said.count("look") == 1


def test_an_answer_that_names_none_does_not() -> None:
    said = answer(kiosk(), "What window is this?")
    assert said is not None
    assert "look" not in said
