from __future__ import annotations

import asyncio
import dataclasses
import statistics
import time
from collections.abc import Sequence

import pytest

from mmassist.backends.captioner.captioner import Captioner
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.describer import detail, gist_of_scene
from mmassist.backends.embedded import EmbeddedBackend, Options
from mmassist.errors import MmassistError, ModelCorrupt
from mmassist.values import Box, Exchange, Finished, FusedPrompt, Item, Role, Source, TextDelta, Verbosity
from tests.fakes import windows
from tests.fakes.scenes import button, label, part, scene, table, text_field


def prompt(verbosity: Verbosity = Verbosity.NORMAL, spoken: str = "") -> FusedPrompt:
    return FusedPrompt(3, windows.save_prompt(), verbosity, spoken)


async def test_each_event_is_one_sentence() -> None:
    texts = [event.text.strip() async for event in EmbeddedBackend().stream(prompt()) if isinstance(event, TextDelta)]
    assert texts == list(detail(windows.save_prompt()))


async def test_the_pieces_join_to_running_text() -> None:
    texts = [
        event.text
        async for event in EmbeddedBackend().stream(prompt(Verbosity.BRIEF, gist_of_scene(windows.save_prompt())))
        if isinstance(event, TextDelta)
    ]
    assert "".join(texts) == ("If you don't save the document, all the changes will be lost. You can also choose Cancel or Don't Save.")


async def test_the_describer_is_named_as_what_answered() -> None:
    assert [event async for event in EmbeddedBackend().stream(prompt())][-1] == Finished(3, "embedded describer")


async def test_other_tasks_run_between_sentences() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    sentences = [event async for event in EmbeddedBackend().stream(prompt())]
    ticking.cancel()
    assert ticks >= len(sentences) - 1


def test_a_language_without_phrases_is_refused() -> None:
    with pytest.raises(ValueError, match="does not speak 'xx' yet"):
        EmbeddedBackend(Options("xx"))


@pytest.mark.parametrize("language", ["../en", "", "EN", "en.toml"])
def test_a_language_that_is_no_code_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="is not the code of a language"):
        EmbeddedBackend(Options(language))


def test_500_items_cost_milliseconds() -> None:
    """About 5 ms of processor time on the reference machine; the bound leaves room for a slower one."""
    shown = scene(
        "Big",
        "app",
        *(label(f"Text number {number}.") for number in range(100)),
        *(text_field(f"Field {number}", "value") for number in range(50)),
        *(button(f"Button {number}") for number in range(100)),
        *(part(Role.CHECK_BOX, f"Option {number}") for number in range(45)),
        table(["Name", "Size", "Type", "Date"], [[f"file {row}", f"{row} kB", "text", "2026-11-02"] for row in range(50)]),
    )
    assert len(shown.items) == 500
    costs = []
    for _ in range(9):
        start = time.process_time()
        list(detail(shown, Verbosity.FULL))
        costs.append(time.process_time() - start)
    assert statistics.median(costs) < 0.5


class Answering(Captioner):
    """Gives one answer to all questions, or fails."""

    def __init__(self, answer: str = "", error: MmassistError | None = None) -> None:
        super().__init__()
        self._answer, self._error = answer, error

    async def answer(self, question: str, things: Sequence[Thing], names: Sequence[str], texts: Sequence[str] = ()) -> str:
        if self._error is not None:
            raise self._error
        return self._answer


async def answered(captioner: Captioner, question: str = "which of them keeps my work") -> tuple[str, str]:
    """To a question: all that is said, and what said it."""
    backend = EmbeddedBackend(captioner=captioner)
    events = [event async for event in backend.stream(dataclasses.replace(prompt(), question=question))]
    last = events[-1]
    assert isinstance(last, Finished)
    return "".join(event.text for event in events if isinstance(event, TextDelta)), last.model


DESCRIBED = " ".join(detail(windows.save_prompt()))


async def test_a_question_is_answered_by_the_captioner() -> None:
    assert await answered(Answering("Save is at the bottom.")) == ("Save is at the bottom.", "embedded captioner")


async def test_who_has_the_app_in_another_language_hears_no_english_answer() -> None:
    backend = EmbeddedBackend(Options("de"), captioner=Answering("Save is at the bottom."))
    asked = dataclasses.replace(prompt(), question="welche davon sichert meine Arbeit")
    texts = [event.text async for event in backend.stream(asked) if isinstance(event, TextDelta)]
    assert texts
    assert "Save is at the bottom." not in "".join(texts)


async def test_the_same_answer_is_told_once_in_a_turn() -> None:
    backend = EmbeddedBackend(captioner=Answering("Save is at the bottom."))
    asked = dataclasses.replace(prompt(), question="which of them keeps my work")
    told = ["".join([event.text async for event in backend.stream(asked) if isinstance(event, TextDelta)]) for _ in range(2)]
    assert told == ["Save is at the bottom.", ""]


async def test_what_the_captioner_can_t_tell_is_described() -> None:
    assert await answered(Answering()) == (DESCRIBED, "embedded describer")


async def test_where_nothing_is_asked_the_captioner_is_not() -> None:
    assert await answered(Answering("Save is at the bottom."), question="") == (DESCRIBED, "embedded describer")


async def test_a_captioner_that_fails_is_told_of_once_and_the_window_is_described() -> None:
    damaged = Answering(error=ModelCorrupt("bad", "A model is damaged.", "Install mmassist again."))
    assert (await answered(damaged))[0] == f"A model is damaged. Install mmassist again. {DESCRIBED}"
    backend = EmbeddedBackend(captioner=damaged)
    asked = dataclasses.replace(prompt(), question="which of them keeps my work")
    for expected in (True, False):
        texts = [event.text async for event in backend.stream(asked) if isinstance(event, TextDelta)]
        assert ("A model is damaged." in texts[0]) is expected


async def test_a_question_about_the_screen_is_answered_from_the_scene_alone() -> None:
    said, model = await answered(Answering("Somewhere."), question="what is the default button?")
    assert (said, model) == ("Save is the default button.", "embedded answers")


async def test_an_answer_is_not_said_again_when_more_was_read_in_the_same_turn() -> None:
    backend = EmbeddedBackend()
    asked = dataclasses.replace(prompt(), question="where is Save?")
    first = [event async for event in backend.stream(asked)]
    again = [event async for event in backend.stream(asked)]
    assert len(first) == 2
    assert again == [Finished(3, "embedded answers")]


async def test_of_an_answer_that_has_grown_only_the_rest_is_said() -> None:
    backend = EmbeddedBackend()
    before = dataclasses.replace(prompt().scene, focus=-1, text_read=True)
    shown = dataclasses.replace(before, items=before.items[:-1], text_read=False)
    line = Item(Role.TEXT, "Two copies were made", Source.PIXELS, box=Box(10, 500, 300, 20))
    read = dataclasses.replace(shown, items=(*shown.items, line), text_read=True)
    asked = dataclasses.replace(prompt(), scene=shown, question="what changed?", before=before)
    first = [event async for event in backend.stream(asked)]
    then = [event async for event in backend.stream(dataclasses.replace(asked, scene=read))]
    assert [event.text for event in first if isinstance(event, TextDelta)] == ["Gone: button Save."]
    assert [event.text for event in then if isinstance(event, TextDelta)] == ["New text: “Two copies were made”."]


async def test_the_same_question_in_another_turn_is_answered_again() -> None:
    backend = EmbeddedBackend()
    for turn in (3, 4):
        asked = dataclasses.replace(prompt(), turn_id=turn, question="where is Save?")
        assert len([event async for event in backend.stream(asked)]) == 2


async def test_a_question_that_leans_on_the_one_before_is_understood_by_the_conversation() -> None:
    before = Exchange(2, "is Save disabled?", "No, Save is available.")
    asked = dataclasses.replace(prompt(), question="and Cancel?", conversation=(before,))
    events = [event async for event in EmbeddedBackend().stream(asked)]
    assert events[0] == TextDelta(3, "No, Cancel is available.")
