"""The conversation about a problem: what is heard at each word of the user's and at each change of the screen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace

import pytest

from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.choosing import Rules
from mmassist.errors import NoProblem
from mmassist.privacy.policy import Rule
from mmassist.privacy.policy import Rules as Sending
from mmassist.values import BackendEvent, Box, FusedPrompt, Node, Role, Window
from tests.fakes.backend import FakeBackend
from tests.fakes.guided import DIALOG, ERROR, OWN, SHOWN, Guided, form, outline
from tests.fakes.parts import WINDOW
from tests.fakes.remote import FakeRemote


class Replayed(FakeBackend):
    """Gives its answers one after the other, the last one again and again."""

    def __init__(self, *answers: object) -> None:
        super().__init__()
        self.answers = [json.dumps(answer) for answer in answers]

    def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        self.pieces = (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0],)
        return super().stream(prompt)


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Guided]]:
    made: list[Guided] = []

    def stage(*backends: FakeBackend, rules: Rules | None = None) -> Guided:
        made.append(Guided(backends, rules))
        return made[-1]

    yield stage
    for one in made:
        await one.guide.aclose()
        await one.engine.aclose()


Make = Callable[..., Guided]
STEP = {
    "problem": "The postcode is wrong.",
    "state": "step",
    "say": "Correct Postcode, as on the letter.",
    "control": "Postcode",
    "done_when": [{"what": "value", "name": "Postcode", "value": "53111"}],
}
SOLVED = {"state": "solved", "say": "The postcode is right."}


async def test_without_a_model_the_problem_and_one_step_are_told(make: Make) -> None:
    stage = make()
    assert await stage.hear("troubleshoot") == [f"The window says: {ERROR}", "Step 1: Correct Postcode."]
    assert stage.watched


async def test_a_step_that_is_done_is_noticed_and_the_next_one_told(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    assert await stage.change(form("53111", ERROR)) == ["Done.", "Step 2: Press Save."]


async def test_while_the_user_is_away_nothing_is_looked_at_until_their_next_word(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    stage.guide.away()
    assert await stage.change(form("53111", ERROR)) == []
    assert await stage.hear("troubleshoot") == ["Done.", "Step 2: Press Save."]
    assert (await stage.change(form("53111")))[:1] == ["Done."]


async def test_what_changes_beside_the_step_is_not_spoken_of(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    assert await stage.change(form("12", ERROR)) == []


async def test_a_step_that_went_wrong_is_noticed_and_what_to_do_about_it_told(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    message = Node(Role.LABEL, "Could not save the address.", 0, SHOWN, box=Box(120, 80, 200, 30))
    said = await stage.change(outline(message, Node(Role.BUTTON, "Close", 0, SHOWN, box=Box(400, 310, 80, 30))), DIALOG)
    assert said == ["It now says: Could not save the address.", "A message says: Could not save the address.", "Step 2: Choose Close."]


async def test_done_is_not_believed_where_nothing_has_changed(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    assert await stage.hear("step-done") == ["Postcode is as it was."]
    assert await stage.hear("step-again") == ["Step 1: Correct Postcode."]


async def test_without_a_model_a_form_that_is_mended_is_no_longer_wrong_but_not_called_solved(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    await stage.change(form("53111", ERROR))
    said = await stage.change(form("53111"))
    assert said[:2] == ["Done.", "What was wrong is no longer shown. Whether all is well, only you can tell."]
    assert not any("solved" in text and "Not known" not in text for text in said)


async def test_the_end_is_told_copied_and_kept_as_a_turn(make: Make) -> None:
    stage = make()
    await stage.hear("problem", "the form is refused")
    said = await stage.hear("troubleshoot-end")
    summary = f"Problem in Untitled 1: The window says: {ERROR} Step 1: Correct Postcode. Not done. Not known to be solved."
    assert stage.copied == [summary]
    assert stage.turns[-1].text == summary
    assert (stage.turns[-1].question, stage.turns[-1].keepable) == ("the form is refused", True)
    assert said[0] == "Troubleshooting has ended."
    assert not stage.watched
    with pytest.raises(NoProblem):
        stage.guide.actions["step-done"](Match("step-done", "done", Certainty.SURE), 0.0)


async def test_a_model_gives_the_step_and_its_solved_is_believed_once_it_was_seen(make: Make) -> None:
    stage = make(Replayed(STEP, SOLVED))
    assert await stage.hear("troubleshoot") == ["The postcode is wrong.", "Step 1: Correct Postcode, as on the letter."]
    said = await stage.change(form("53111"))
    assert said[:2] == ["Done.", "It is solved."]
    assert stage.copied[0].endswith("Done, as the screen shows. Solved.")


async def test_a_model_that_says_solved_too_soon_is_contradicted(make: Make) -> None:
    stage = make(Replayed(SOLVED))
    said = await stage.hear("troubleshoot")
    assert said[:2] == ["fake says that it is solved, but I can't confirm it.", f"It still says: {ERROR}"]
    assert "Step 1: Correct Postcode." in said
    assert "It is solved." not in said


async def test_a_model_that_answers_nonsense_is_heard_and_the_screen_suggests_the_step(make: Make) -> None:
    stage = make(Replayed("no object"))
    said = await stage.hear("troubleshoot")
    assert said[-1] == "Step 1: Correct Postcode."
    assert len(said) > 2


async def test_a_figure_that_the_screen_does_not_show_is_called_unconfirmed(make: Make) -> None:
    stage = make(Replayed(STEP | {"problem": "Error 4711 came up."}))
    assert (await stage.hear("troubleshoot"))[0] == "Error 4711 came up. Unconfirmed: 4711."


async def test_under_ask_nothing_is_sent_until_the_key_is_pressed_again(make: Make) -> None:
    remote = FakeRemote()
    stage = make(remote, rules=Rules(order=(remote.name, "embedded"), sending=Sending(Rule.ASK)))
    said = await stage.hear("troubleshoot")
    assert said[-1] == f"Press again to ask {remote.name}."
    assert remote.prompts == []
    await stage.hear("troubleshoot")
    assert len(remote.prompts) == 1


async def test_the_stop_key_ends_what_is_being_found_out(make: Make) -> None:
    stage = make(FakeBackend("{}", pause=30))
    stage.guide.begin()
    await asyncio.sleep(0.1)
    stage.guide.hush()
    await stage.guide.idle()
    assert stage.fakes.mouth.said == []


async def test_what_is_forgotten_is_over_and_kept_nowhere(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    stage.guide.forget()
    await stage.guide.aclose()
    assert (stage.guide.case, stage.watched, stage.copied, stage.turns) == (None, False, [], [])


ASKS = outline(Node(Role.LABEL, "Could not save the address.", 0, SHOWN, box=Box(120, 80, 200, 30)), Node(Role.BUTTON, "Close", 0, SHOWN))


@pytest.mark.parametrize("front", [None, OWN])
async def test_a_dialog_that_closes_as_the_last_other_window_is_told_as_done(make: Make, front: Window | None) -> None:
    stage = make()
    stage.shows(ASKS, DIALOG)
    stage.fakes.windows.others = ()
    assert (await stage.hear("troubleshoot"))[-1] == "Step 1: Choose Close."
    assert (await stage.leaves(front))[0] == "Done."
    await stage.hear("troubleshoot-end")
    assert "Step 1: Choose Close. Done, as the screen shows." in stage.copied[0]


@pytest.mark.parametrize("front", [None, OWN])
async def test_a_dialog_that_is_minimised_is_not_closed(make: Make, front: Window | None) -> None:
    stage = make()
    stage.shows(ASKS, DIALOG)
    await stage.hear("troubleshoot")
    assert await stage.leaves(front, minimised=(DIALOG, WINDOW)) == []
    assert await stage.hear("step-done") == ["It is only out of sight, not closed: Failure."]
    assert (await stage.leaves(WINDOW))[0] == "Done."


async def test_a_program_that_crashes_is_said_to_be_gone_and_noticed_when_it_is_back(make: Make) -> None:
    stage = make()
    await stage.hear("troubleshoot")
    said = await stage.leaves(OWN)
    assert said == ["Untitled 1 has closed or crashed: none of its windows is left.", "Step 2: Start it again."]
    assert (await stage.change(form("12", ERROR), replace(WINDOW, id=20, pid=43)))[0] == "Done."


async def test_the_problem_is_looked_for_in_no_window_of_the_apps_own(make: Make) -> None:
    stage = make()
    stage.fakes.windows.window = OWN
    await stage.hear("troubleshoot")
    assert stage.guide.case is None
    assert [utterance.text for utterance in stage.fakes.mouth.said][:1] == [
        "This is mmassist's own window. Go to the window that has the problem."
    ]
