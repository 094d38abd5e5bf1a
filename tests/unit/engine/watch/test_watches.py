"""Watches as they are heard, on a desktop that the test draws, in virtual time."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from mmassist.engine.watch.contract import FreeQuestion, WatchTarget
from mmassist.errors import MmassistError
from mmassist.values import Box, Node, Outline, Role, Window
from tests.fakes.watching import WINDOW, Watched, watching


def test_new_text_is_read_within_a_second() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.write(3, "Ann: hello")
        await asyncio.sleep(1.0)

    assert watching(script).announced == ["Ann: hello"]


def test_nothing_is_said_while_nothing_happens() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new", "tell me when the text changes", 'tell me when it says "done"')
        await asyncio.sleep(3600)

    assert watching(script).announced == []


def test_a_watch_ends_after_it_was_told_once() -> None:
    async def script(watched: Watched) -> None:
        await watched.start('tell me when it says "done"')
        for row, text in enumerate(("done it", "done again"), 3):
            watched.desk.write(row, text)
            await asyncio.sleep(2.0)
        assert watched.watches.listing == ()

    assert watching(script).announced == ["done it"]


def test_a_watch_for_every_time_goes_on() -> None:
    async def script(watched: Watched) -> None:
        await watched.start('tell me every time "done" appears')
        for row, text in enumerate(("done it", "other", "done again"), 3):
            watched.desk.write(row, text)
            await asyncio.sleep(2.0)

    assert watching(script).announced == ["done it", "done again"]


def test_a_wish_in_german_is_understood_and_one_in_english_as_well() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("sag mir, wenn dort „done“ steht", 'tell me when it says "ready"')
        for row, text in enumerate(("done it", "ready now"), 3):
            watched.desk.write(row, text)
            await asyncio.sleep(2.0)

    assert watching(script, language="de").announced == ["done it", "ready now"]


def test_words_that_are_there_are_said_to_be_there() -> None:
    async def script(watched: Watched) -> None:
        await watched.start('tell me when it says "welcome"')

    assert watching(script).announced == ["It is there already."]


def test_words_that_go_are_told() -> None:
    async def script(watched: Watched) -> None:
        await watched.start('tell me when "welcome" disappears')
        watched.desk.write(0, "")
        await asyncio.sleep(1.0)

    assert watching(script).announced == ["Gone: Welcome"]


def test_much_text_is_told_together_when_it_may_be_told_again() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new, at most every 10 seconds")
        for row in range(1, 13):
            watched.desk.write(row, f"message number {row}")
            await asyncio.sleep(0.7)
        await asyncio.sleep(10)

    watched = watching(script)
    assert watched.announced == ["message number 1", "11 new lines, the last: message number 12"]
    assert watched.mouth.said[1][0] - watched.mouth.said[0][0] >= 10


def test_what_comes_while_it_still_speaks_is_kept() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        for row in range(1, 4):
            watched.desk.write(row, f"message number {row}")
            await asyncio.sleep(0.7)
        await asyncio.sleep(10)

    assert watching(script, pace=2.5).announced == ["message number 1", "message number 2. message number 3"]


def test_a_title_that_changes_is_told() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("tell me when the title changes")
        watched.desk.stir(title="Chat (2)")
        await asyncio.sleep(1.0)

    assert watching(script).announced == ["Title: Chat (2)"]


def test_a_dialog_that_opens_is_told() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("tell me when a dialog opens")
        watched.desk.open(Window(9, "Leave?", "Talk", 42, Box(0, 0, 200, 100), dialog=True))
        await asyncio.sleep(0.5)

    assert watching(script).announced == ["Dialog: Leave?"]


def test_for_what_needs_no_picture_none_is_taken() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("tell me when the title changes", "tell me when a dialog opens", "tell me when the window closes")
        for row in range(1, 9):
            watched.desk.write(row, f"message {row}")
            await asyncio.sleep(1.0)

    assert watching(script).desk.grabbed == 0


def test_an_unchanged_window_is_not_looked_at_again() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        await asyncio.sleep(3600)

    assert watching(script).desk.grabbed <= 2


def test_where_nobody_tells_what_is_drawn_it_is_looked_at_all_the_same() -> None:
    async def script(watched: Watched) -> None:
        watched.desk.tells_damage = False
        await watched.start("read what is new")
        watched.desk.write(3, "Ann: hello")
        await asyncio.sleep(1.0)
        assert watched.announced == ["Ann: hello"]
        await asyncio.sleep(59.0)

    assert watching(script).desk.grabbed <= 4 * 60


class LateTree:
    """One text area over all of the window, whose text comes a moment after the pixels."""

    def __init__(self) -> None:
        self.text = "Welcome"

    async def read(self, window: Window, *, deadline: float = 0.3, whole: bool = False) -> Outline | None:
        return Outline((Node(Role.TEXT_AREA, "", -1, value=self.text, box=window.box),), -1, True, 0.0)


def test_a_tree_that_tells_a_moment_later_than_the_pixels_is_waited_for() -> None:
    tree = LateTree()

    async def outlines() -> LateTree:
        return tree

    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.write(3, "not what the tree says")
        await asyncio.sleep(0.4)
        tree.text = "Welcome\nAnn: hello"
        await asyncio.sleep(0.6)

    assert watching(script, outlines=outlines).announced == ["Ann: hello"]


def test_rest_is_told() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("tell me when nothing has changed for 10 seconds")
        for row in range(1, 5):
            watched.desk.write(row, f"message {row}")
            await asyncio.sleep(5.0)
        assert watched.announced == []
        await asyncio.sleep(6.0)

    assert watching(script).announced == ["Nothing has changed for 10 seconds."]


def test_a_window_that_closes_ends_its_watches_and_is_told() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new", "tell me when the window closes")
        watched.desk.window = None
        watched.desk.stir()
        await asyncio.sleep(1.0)
        assert watched.watches.listing == ()

    watched = watching(script)
    assert watched.announced == ["The window closed."]
    assert "The window closed, watch 1 ends." in watched.told
    assert watched.desk.followed == []


@pytest.mark.parametrize(("hindrance", "sentence"), [("covered", "covered"), ("minimised", "minimised")])
def test_what_can_not_be_seen_is_said_once_and_read_when_it_can_be(hindrance: str, sentence: str) -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.covered = (WINDOW.box,) if hindrance == "covered" else ()
        watched.desk.shown = hindrance == "covered"
        for _ in range(3):
            watched.desk.stir()
            await asyncio.sleep(1.0)
        watched.desk.write(5, "in the meantime")
        await asyncio.sleep(2.0)
        assert watched.announced == []
        watched.desk.covered, watched.desk.shown = (), True
        watched.desk.stir()
        await asyncio.sleep(2.0)

    watched = watching(script)
    assert [sentence in text for text in watched.told].count(True) == 1
    assert watched.announced == ["in the meantime"]


def test_a_window_that_is_only_coming_is_not_said_to_be_minimised() -> None:
    async def script(watched: Watched) -> None:
        watched.desk.shown = False
        asyncio.get_running_loop().call_later(0.1, setattr, watched.desk, "shown", True)
        await watched.start("read what is new")
        watched.desk.write(5, "new")
        await asyncio.sleep(2.0)

    watched = watching(script)
    assert not any("see it" in text for text in watched.told)
    assert watched.announced == ["new"]


def test_a_window_that_is_moved_is_watched_on() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        old = watched.desk.pixels.copy()
        watched.desk.pixels[:] = 240
        watched.desk.pixels[70:390, 150:550] = old[50:370, 100:500]
        watched.desk.stir(box=Box(150, 70, 400, 320))
        await asyncio.sleep(1.0)
        watched.desk.write(3, "still here")
        await asyncio.sleep(1.0)

    assert watching(script).announced == ["still here"]


def test_a_window_that_is_resized_is_watched_on() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.stir(box=Box(100, 50, 360, 300))
        await asyncio.sleep(1.0)
        watched.desk.write(3, "still here")
        await asyncio.sleep(1.0)

    assert watching(script).announced == ["still here"]


def test_a_dark_screen_is_said_once() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.dark = True
        watched.desk.write(3, "unseen")
        await asyncio.sleep(20.0)
        watched.desk.dark = False
        await asyncio.sleep(5.0)

    watched = watching(script)
    assert watched.told.count("The screen is blank, I can't see it.") == 1
    assert watched.announced == ["unseen"]


def test_a_picture_that_fails_is_heard_once_and_tried_again() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new")
        watched.desk.broken = True
        watched.desk.write(3, "after the fault")
        await asyncio.sleep(10.0)
        watched.desk.broken = False
        await asyncio.sleep(3.0)

    watched = watching(script)
    assert len(watched.faults) == 1
    assert watched.announced == ["after the fault"]


def test_a_part_of_the_screen_is_watched() -> None:
    async def script(watched: Watched) -> None:
        watched.target = WatchTarget(box=Box(100, 50, 300, 200))
        await watched.start("read what is new")
        watched.desk.write(3, "inside")
        watched.desk.write(12, "outside")
        await asyncio.sleep(2.0)

    assert watching(script).announced == ["inside"]


def test_who_could_not_look_does_not_say_that_nothing_happened() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("tell me when nothing has changed for 10 seconds")
        watched.desk.broken = True
        watched.desk.write(3, "unseen")
        await asyncio.sleep(30.0)
        watched.desk.broken = False
        await asyncio.sleep(8.0)
        assert watched.announced == []
        await asyncio.sleep(8.0)

    assert watching(script).announced == ["Nothing has changed for 10 seconds."]


def test_watches_are_numbered_listed_and_stopped() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new", "tell me when it stops")
        assert [watch.number for watch in watched.watches.listing] == [1, 2]
        assert watched.watches.stop(1) == 1
        await asyncio.sleep(0)
        assert [watch.number for watch in watched.watches.listing] == [2]
        assert watched.watches.stop() == 1
        assert watched.watches.stop() == 0

    assert watching(script).told[-3:] == ["Watch 1 ends.", "All watches end.", "Nothing is being watched."]


def test_text_of_the_screen_is_never_told_as_the_apps_own() -> None:
    async def script(watched: Watched) -> None:
        await watched.start("read what is new", 'tell me when it says "secret"')
        watched.desk.write(3, "secret message")
        await asyncio.sleep(2.0)

    assert not any("secret" in text for text in watching(script).told)


def test_a_free_wish_without_a_model_is_refused() -> None:
    async def script(watched: Watched) -> None:
        with pytest.raises(MmassistError, match="model"):
            watched.watches.start("tell me when the cat jumps on the table", WatchTarget(window=WINDOW))

    watching(script)


def test_a_model_is_asked_at_first_and_after_changes_and_not_too_often() -> None:
    asked: list[float] = []

    async def ask(question: FreeQuestion) -> str:
        asked.append(asyncio.get_running_loop().time())
        return "The cat is on the table." if len(asked) == 3 else ""

    async def script(watched: Watched) -> None:
        await watched.start("tell me when the cat jumps on the table")
        await asyncio.sleep(100.0)
        assert len(asked) == 1, "what is there at first, and nothing that has not changed"
        for row in range(60):
            watched.desk.write(row % 12, f"change {row}")
            await asyncio.sleep(1.0)

    watched = watching(script, ask=ask)
    assert watched.announced == ["The cat is on the table."]
    assert len(asked) == 3
    assert all(later - earlier >= 20 for earlier, later in itertools.pairwise(asked))


def test_while_the_user_is_away_no_model_is_asked_and_then_what_is_there_now_is_judged() -> None:
    asked: list[float] = []

    async def ask(question: FreeQuestion) -> str:
        asked.append(asyncio.get_running_loop().time())
        await asyncio.sleep(5.0)
        return ""

    async def script(watched: Watched) -> None:
        await watched.start("tell me when the cat jumps on the table", 'tell me when it says "done"')
        await asyncio.sleep(2.0)
        assert len(asked) == 1
        watched.watches.away()
        watched.watches.away()
        for row in range(100):
            watched.desk.write(row % 12, f"change {row}")
            await asyncio.sleep(1.0)
        watched.desk.write(3, "done it")
        await asyncio.sleep(2.0)
        assert watched.announced == ["done it"], "what needs no model goes on"
        watched.watches.start("tell me when the dog jumps on the table", WatchTarget(window=WINDOW))
        await asyncio.sleep(100.0)
        assert len(asked) == 1
        assert [watch.number for watch in watched.watches.listing] == [1, 3]
        watched.watches.back()
        await asyncio.sleep(2.0)
        assert len(asked) == 3

    watched = watching(script, ask=ask)
    assert watched.told.count("While the screen is locked no model is asked: what only a model can tell waits.") == 1
    assert watched.told.count("What only a model can tell is watched for again.") == 1
