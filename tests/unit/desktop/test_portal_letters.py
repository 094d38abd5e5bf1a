"""The window of letters as the keys see it: who is told of a letter, what is in front meanwhile, and what is heard without the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from mmassist.desktop.contracts import LetterField
from mmassist.desktop.portal_letters import PortalLetters
from mmassist.desktop.strokes import Stroke
from mmassist.errors import DesktopError
from mmassist.portals.loop import LoopThread


class Stage:
    """All that happened, in its order; `field` is the window's while it is open."""

    def __init__(self, loop: LoopThread) -> None:
        self.loop = loop
        self.all: list[str] = []
        self.field: LetterField | None = None
        self._stir = threading.Condition()
        self.letters = PortalLetters(loop, self._show, self, lambda error: self._put(error.spoken))

    def stand_still(self) -> None:
        self._put("still")

    def move_on(self) -> None:
        self._put("on")

    def moved(self) -> None:
        self._put("moved")

    def _show(self, field: LetterField | None) -> None:
        self.field = field or self.field
        self._put("opens" if field is not None else "closes")

    def _put(self, what: str) -> None:
        with self._stir:
            self.all.append(what)
            self._stir.notify_all()

    def struck(self, stroke: Stroke) -> None:
        self._put(f"{stroke.names} {'down' if stroke.is_down else 'up'}")

    def hold(self, patience: float = 30.0) -> LetterField:
        self.loop.call(lambda: self.letters.hold(self.struck, patience, lambda at: self._put("lapsed"), "token"))
        self.wait_for(lambda: "opens" in self.all)
        assert self.field is not None
        return self.field

    def wait_for(self, fact: Callable[[], bool]) -> None:
        with self._stir:
            assert self._stir.wait_for(fact, 10), self.all


@pytest.fixture
def stage() -> Iterator[Stage]:
    loop = LoopThread("letters")
    loop.start()
    yield Stage(loop)
    loop.close()


def test_a_letter_is_told_and_what_was_in_front_before_stays_so_until_the_window_is_gone(stage: Stage) -> None:
    field = stage.hold()
    assert field.token == "token"
    field.got()
    field.struck("d", True)
    stage.wait_for(lambda: "('d',) down" in stage.all)
    stage.loop.call(stage.letters.let_go)
    field.struck("d", False)
    stage.wait_for(lambda: "('d',) up" in stage.all)
    field.gone()
    stage.wait_for(lambda: "moved" in stage.all)
    assert stage.all == ["still", "opens", "('d',) down", "on", "closes", "('d',) up", "moved"]


def test_after_a_step_the_window_stays_for_the_next(stage: Stage) -> None:
    field = stage.hold()
    field.got()
    stage.loop.call(lambda: stage.letters.hold(stage.struck, 30.0, lambda at: None, ""))
    field.struck("n", True)
    stage.wait_for(lambda: "('n',) down" in stage.all)
    assert stage.all == ["still", "opens", "('n',) down"]


def test_a_user_who_goes_elsewhere_has_left(stage: Stage) -> None:
    field = stage.hold()
    field.got()
    field.lost()
    stage.wait_for(lambda: "lapsed" in stage.all)
    field.lost()
    assert stage.all == ["still", "opens", "on", "closes", "lapsed"]


@pytest.mark.parametrize("has_keyboard", [True, False])
def test_a_window_that_the_user_closes_is_left_and_what_is_in_front_is_looked_for_again(stage: Stage, has_keyboard: bool) -> None:
    field = stage.hold()
    if has_keyboard:
        field.got()
        field.lost()
    field.gone()
    stage.wait_for(lambda: "moved" in stage.all)
    assert stage.all == ["still", "opens", "on", "closes", "lapsed", "moved"]


def test_it_is_left_after_a_while_and_a_window_without_the_keyboard_is_said(stage: Stage) -> None:
    stage.hold(patience=0.05)
    stage.wait_for(lambda: len(stage.all) == 6)
    told = "The desktop did not give mmassist the keyboard, so I can't hear a letter."
    assert stage.all == ["still", "opens", "on", "closes", "lapsed", told]


def test_without_such_a_window_no_letter_can_be_heard() -> None:
    from mmassist.desktop.portal_letters import Unlent

    with pytest.raises(DesktopError) as raised:
        Unlent().hold(lambda stroke: None, 1.0, lambda at: None, "")
    assert raised.value.spoken == "On this desktop I can't hear a letter after the key."
