"""The commands that go through what was seen: what is told, spelled and copied."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.engine.record import Request
from mmassist.values import Channel
from tests.fakes.commanded import OUTLINE, Commanded


@pytest.fixture
async def stage() -> AsyncIterator[Commanded]:
    stage = Commanded()
    yield stage
    await stage.aclose()


@pytest.fixture
async def described(stage: Commanded) -> Commanded:
    await stage.hear("describe")
    return stage


async def test_an_item_is_told_with_role_number_and_place(described: Commanded) -> None:
    assert await described.hear("next-button") == ["Save, button, 1 of 1, at the bottom right"]


async def test_again_repeats_the_item_that_was_gone_to(described: Commanded) -> None:
    said = await described.hear("next-button")
    assert await described.hear("again") == said


async def test_going_on_cuts_off_what_is_being_said(described: Commanded) -> None:
    before = described.fakes.mouth.silenced
    await described.hear("next")
    assert described.fakes.mouth.silenced == before + 1


async def test_an_item_can_be_gone_to_while_its_window_is_still_described(stage: Commanded) -> None:
    stage.fakes.texts.delay = stage.fakes.mouth.pace = 5
    stage.engine.describe(Request(time.monotonic()))
    await asyncio.sleep(0.2)
    assert await stage.hear("next-button") == ["Save, button, 1 of 1, at the bottom right"]


async def test_all_items_are_told_with_how_many_they_are(described: Commanded) -> None:
    said = await described.hear("items")
    assert said[0] == "3 items."
    assert [text.partition(",")[0] for text in said[1:]] == ["Name", "Password", "Save"]


async def test_an_item_is_spelled(described: Commanded) -> None:
    await described.hear("next-button")
    assert await described.hear("spell") == ["capital S, A, V, E"]
    assert await described.hear("spell-phonetic") == ["capital Sierra, Alfa, Victor, Echo"]


async def test_an_item_is_gone_through_letter_by_letter_and_its_end_is_said(described: Commanded) -> None:
    await described.hear("next-button")
    said = [(await described.hear("next-letter"))[0] for _ in range(5)]
    assert said == ["capital S", "A", "V", "E", "No further letter."]


async def test_a_field_s_text_is_copied_and_how_much_it_was_is_said(described: Commanded) -> None:
    await described.hear("next-field")
    assert await described.hear("previous-field") == ["Name, text field, “Ann Lee”, 1 of 2, at the top left"]
    assert await described.hear("copy") == ["Copied, 7 characters."]
    assert described.copied == ["Ann Lee"]


async def test_the_answer_is_copied_where_no_item_was_gone_to(described: Commanded) -> None:
    await described.hear("copy")
    assert described.copied[0].startswith("Untitled 1, Mousepad.")
    assert "Save" in described.copied[0]


@pytest.mark.parametrize("command", ["copy", "spell", "spell-phonetic"])
async def test_a_password_is_neither_copied_nor_spelled(described: Commanded, command: str) -> None:
    await described.hear("next")
    said = await described.hear(command)
    assert said[0].startswith("This is a password field.")
    assert described.copied == []


async def test_a_clipboard_that_does_not_take_it_is_said(described: Commanded) -> None:
    described.takes = False
    said = await described.hear("copy")
    assert said == ["The clipboard could not be written. Close what holds the clipboard, or copy it from the window of mmassist."]


async def test_before_anything_was_told_there_is_nothing_to_copy(stage: Commanded) -> None:
    assert await stage.hear("copy") == ["There is nothing to copy. Describe a window, or go to an item, first."]


async def test_where_is_tells_the_place_and_goes_there(described: Commanded) -> None:
    said = await described.hear("where", "Save")
    assert said[-1] == "Save, button, at the bottom right."
    assert await described.hear("spell") == ["capital S, A, V, E"]
    assert (await described.hear("next"))[0].startswith("No further item. ")


async def test_at_the_end_it_says_what_lies_the_other_way(described: Commanded) -> None:
    ahead = 0
    while not (said := await described.hear("next"))[0].startswith("No further"):
        ahead += 1
    before = int(said[0].removeprefix("No further item. ").removesuffix(" before it."))
    for _ in range(before):
        assert not (await described.hear("previous"))[0].startswith("No earlier")
    assert (await described.hear("previous"))[0] == f"No earlier item. {before} after it."
    assert before >= ahead


async def test_what_is_not_there_is_said_and_the_place_is_kept(described: Commanded) -> None:
    await described.hear("next-button")
    assert (await described.hear("where", "Delete"))[-1].startswith("I see nothing called Delete")
    assert (await described.hear("previous"))[0].startswith("Password")


async def test_an_item_chosen_from_a_list_is_told_and_gone_to(described: Commanded) -> None:
    turn = described.engine.last
    assert turn is not None and turn.scene is not None
    described.fakes.mouth.said.clear()
    described.doing.act_on(turn.turn_id, len(turn.scene.items) - 1, "", time.monotonic())
    assert described.fakes.mouth.texts(Channel.DETAIL) == ["Save, button, 3 of 3, at the bottom right"]
    described.doing.act_on(turn.turn_id, 1, "copy", time.monotonic())
    assert described.copied == ["Ann Lee"]


async def test_an_item_of_an_older_list_is_refused(described: Commanded) -> None:
    turn = described.engine.last
    assert turn is not None
    described.fakes.outlines.outline = replace(OUTLINE, at=2.0)
    await described.hear("describe")
    described.fakes.mouth.said.clear()
    described.doing.act_on(turn.turn_id, 1, "go-focus", time.monotonic())
    assert described.fakes.mouth.texts(Channel.SYSTEM)[0].startswith("This is no longer what was described last.")


@pytest.mark.parametrize("command", ["next-button", "items", "next-letter", "spell", "again"])
async def test_news_follows_what_is_told_without_any_wait(described: Commanded, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    await described.hear("next-button")
    mouth, order = described.fakes.mouth, list[str]()
    monkeypatch.setattr(mouth, "make_way", lambda: order.append("way"))
    monkeypatch.setattr(mouth, "say", lambda utterance: order.append(utterance.channel))
    monkeypatch.setattr(mouth, "catch_up", lambda: order.append("news"))
    await described.hear(command)
    assert (order[0], set(order[1:-1]), order[-1]) == ("way", {Channel.DETAIL}, "news")
